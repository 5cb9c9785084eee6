// Puts the page together: every part draws itself again whenever the state changed.

import { drawClock, startClock } from "./clock.js";
import { drawModals } from "./modal.js";
import { drawPane, startPane } from "./pane.js";
import { closeDrawer, drawSidebar } from "./sidebar.js";
import { start, state, watch } from "./state.js";
import { startTheme } from "./theme.js";

const part = (id) => document.getElementById(id);

startTheme();
startClock(part("clock"));
startPane(part("pane"), part("thread"));
watch(() => {
  drawClock();
  if (!state.ready) return;
  drawPane(part("thread")); // before the sidebar: what is on screen is read
  drawSidebar(part("sidebar"));
  drawModals();
  document.body.dataset.ready = "yes";
});
part("pane").addEventListener("click", (event) => {
  if (!event.target.closest(".menu-button")) closeDrawer();
});
start();

// Twelve weeks at once: simulated members use the app while a strip tells how far they are.

import { post } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { complain, notice } from "./notices.js";
import { change, refetch, state } from "./state.js";

const WEEKS = 12;
const COUNTED = { clicks: "choices", forms: "forms sent", typed: "typed answers", trouble: "errors" };

export const liveButton = h(
  "button",
  { type: "button", class: "bar-jump bar-live", title: `Let everybody at Northwind click, type and answer by themselves for ${WEEKS} weeks`, data: { key: "live" },
    on: { click: () => run() } },
  icon("play"),
  `Live ${WEEKS} weeks`,
);

const meter = h("progress", { "aria-label": "Weeks lived so far" });
const weeks = h("strong", { class: "live-weeks" });
const note = h("span", { class: "live-note" });
const stop = h("button", { type: "button", class: "bar-jump", on: { click: () => post("live/stop", {}).catch(complain) } }, "Stop");
export const liveStrip = h("div", { class: "live-strip", role: "region", "aria-label": "Live weeks", hidden: true }, weeks, meter, note, stop);

export function drawLive() {
  const { live } = state;
  liveStrip.hidden = !live?.running;
  if (!live?.running) return;
  meter.max = live.total;
  meter.value = live.done;
  weeks.textContent = `Week ${Math.min(Math.floor(live.done / 7) + 1, Math.ceil(live.total / 7))} of ${Math.ceil(live.total / 7)}`;
  note.textContent = note.title = live.note;
}

async function run() {
  change({ walking: true });
  try {
    const { live, acts } = await post("live", { weeks: WEEKS, seed: 7 });
    const counted = Object.entries(COUNTED).flatMap(([kind, words]) => (acts[kind] ? [`${acts[kind]} ${words}`] : []));
    const passed = live.done >= live.total ? `${WEEKS} weeks have passed` : `Stopped after ${live.done} days`;
    notice(`${passed}${counted.length ? `: ${counted.join(", ")}` : ", and nobody had anything to answer"}.`);
  } catch (error) {
    complain(error);
  } finally {
    change({ walking: false });
    await refetch({ state: true, messages: true, views: true });
    document.querySelector("#pane article:last-of-type")?.scrollIntoView({ block: "end" });
  }
}

// The app's Home tab.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h, refill } from "./dom.js";
import { complain } from "./notices.js";
import { botName, me, state } from "./state.js";
import { Surface } from "./surface.js";

let form = null;

/** Tells the bot that the person looks at Home (or Messages); the view itself comes by the stream. */
export const openHome = (tab = "home") => post("open_home", { user: me(), tab }).catch(complain);

export function drawHome(host) {
  const view = state.home;
  const next = JSON.stringify([me(), view?.hash, view?.blocks]);
  if (next === form && host.firstChild) return;
  form = next;
  if (!view) {
    return refill(host, h("p", { class: "empty" }, `${botName()} has not published a Home for you yet.`));
  }
  const surface = new Surface({
    kind: "home",
    key: `${me()}/home`,
    values: view.state?.values,
    send: (press) => post("click", { user: me(), view_id: view.id, values: surface.inputs(view.blocks), ...press }),
  });
  return refill(host, drawBlocks(view.blocks, surface));
}

// What hovers over a message: reply in thread, and the menu with the app's message shortcuts.

import { post } from "./api.js";
import { confirmed } from "./confirm.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { complain } from "./notices.js";
import { openMenu } from "./popup.js";
import { botName, go, me, state } from "./state.js";

/** Slack offers neither under an ephemeral message. */
export function toolbar(message, inThread) {
  if (message.ephemeral_to) return null;
  const reply = h(
    "button",
    { type: "button", "aria-label": "Reply in thread", title: "Reply in thread", data: { key: `reply-${message.ts}` },
      on: { click: () => go(message.channel, message.thread_ts ?? message.ts) } },
    icon("reply"),
  );
  const items = actions(message);
  const more = h(
    "button",
    { type: "button", "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false", title: "More actions", data: { key: `more-${message.ts}` } },
    icon("more"),
  );
  more.addEventListener("click", () => openMenu(more, "Message actions", items));
  const tools = [!inThread && reply, items.length > 0 && more].filter(Boolean);
  return tools.length ? h("div", { class: "toolbar" }, tools) : null;
}

function actions(message) {
  const where = { user: me(), channel: message.channel, ts: message.ts };
  const shortcuts = state.app.shortcuts.filter((shortcut) => shortcut.type === "message");
  const items = shortcuts.map(({ name, callback_id }) => ({
    label: name,
    note: botName(),
    run: () => post("shortcut", { ...where, callback_id }).catch(complain),
  }));
  const own = message.user === me();
  return own ? [...items, { label: "Delete message…", danger: true, run: () => remove(where) }] : items;
}

async function remove(where) {
  const question = { title: "Delete message", text: "Delete this message? This cannot be undone.", confirm: "Delete", deny: "Cancel", style: "danger" };
  if (await confirmed(question)) await post("delete_message", where).catch(complain);
}

// Where a person types: messages, commands, and the menu of shortcuts.

import { post } from "./api.js";
import { commands, completion } from "./completion.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { complain, notice, trouble } from "./notices.js";
import { openMenu } from "./popup.js";
import { botName, me, state } from "./state.js";

const drafts = new Map(); // "person/channel/thread" -> text not sent yet
const TALLEST = 180; // px

/** A composer for the place that `where()` names: {channel, thread (or null), title}. Call `.draw()` when that changes. */
export function composer(where, label) {
  const box = h("textarea", { "aria-label": label, rows: 1, autocomplete: "off", "aria-autocomplete": "list", data: { key: label } });
  const send = h("button", { type: "button", class: "send", "aria-label": "Send", title: "Send", on: { click: () => sendIt() } }, icon("send"));
  const shortcuts = h(
    "button",
    { type: "button", class: "composer-button", "aria-label": "Shortcuts", title: "Shortcuts", "aria-haspopup": "menu", "aria-expanded": "false" },
    icon("bolt"),
  );
  const key = () => `${me()}/${where().channel}/${where().thread ?? ""}`;
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, TALLEST)}px`;
    send.disabled = !box.value.trim();
  };
  const put = (text, caret = text.length) => {
    box.value = text;
    box.setSelectionRange(caret, caret);
    drafts.set(key(), text);
    fit();
    offered.look();
  };
  const offered = completion(box, () => Boolean(where().thread), put);
  box.setAttribute("aria-controls", offered.list.id);
  const root = h("div", { class: "composer" }, offered.list, box, h("div", { class: "composer-row" }, shortcuts, h("span", { class: "composer-help" }, "Enter sends, Shift + Enter starts a new line"), send));

  async function sendIt() {
    const text = box.value.trim();
    if (!text) return;
    const { channel, thread } = where();
    put("");
    try {
      if (text.startsWith("/") && !thread) await runCommand(channel, text);
      else await post("message", { user: me(), channel, text, ...(thread ? { thread_ts: thread } : {}) });
    } catch (error) {
      if (!box.value) put(text);
      complain(error);
    }
  }

  box.addEventListener("input", () => put(box.value, box.selectionStart));
  box.addEventListener("blur", () => offered.close());
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || offered.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      sendIt();
    }
  });
  const menu = () => [
    ...globals().map(({ name, description, callback_id }) => ({
      label: name,
      note: description || botName(),
      run: () => post("shortcut", { user: me(), callback_id, channel: where().channel }).catch(complain),
    })),
    ...commands().map(({ title, note, insert }) => ({ label: title, note, run: () => (box.focus(), put(insert)) })),
  ];
  shortcuts.addEventListener("click", () => openMenu(shortcuts, "Shortcuts", menu()));

  let drawnFor = null;
  root.draw = () => {
    shortcuts.hidden = Boolean(where().thread);
    box.placeholder = where().thread ? "Reply…" : `Message ${where().title}`;
    if (drawnFor === key()) return;
    drawnFor = key();
    box.value = drafts.get(key()) ?? "";
    fit();
    offered.close();
  };
  root.focusBox = () => box.focus();
  return root;
}

const globals = () => state.app.shortcuts.filter((shortcut) => shortcut.type === "global");

async function runCommand(channel, text) {
  const [command, ...rest] = text.split(/\s+/);
  const words = rest.length ? text.slice(text.indexOf(rest[0], command.length)) : "";
  if (!commands().some(({ title }) => title === command)) {
    return trouble(`${command} is not a command here. Messages cannot start with a slash.`);
  }
  await post("command", { user: me(), channel, command, text: words });
  if (state.slackCommands.some((own) => own.command === command)) notice(`Done: ${text}`);
  return undefined;
}

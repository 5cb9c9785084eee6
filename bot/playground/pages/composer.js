// Where a person types: messages, and commands with their hints.

import { post } from "./api.js";
import { h, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { complain, trouble } from "./notices.js";
import { openMenu } from "./popup.js";
import { botName, me, state } from "./state.js";

const drafts = new Map(); // "person/channel/thread" -> text not sent yet

/** A composer for the place that `where()` names: {channel, thread (or null), title}. Call `.draw()` when that changes. */
export function composer(where, label) {
  const hints = h("div", { class: "hints", role: "listbox", "aria-label": "Commands", id: freshId("hints"), hidden: true });
  const box = h("textarea", { "aria-label": label, rows: 1, autocomplete: "off", "aria-controls": hints.id, data: { key: label } });
  const send = h("button", { type: "button", class: "send", "aria-label": "Send", title: "Send", on: { click: () => sendIt() } }, icon("send"));
  const lightning = h("button", { type: "button", class: "quiet", "aria-label": "Shortcuts", title: "Shortcuts", "aria-haspopup": "menu" }, icon("bolt"));
  const root = h("div", { class: "composer" }, hints, lightning, box, send);

  const key = () => `${me()}/${where().channel}/${where().thread ?? ""}`;
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
    send.disabled = !box.value.trim();
    offer();
  };
  const put = (text) => {
    box.value = text;
    drafts.set(key(), text);
    fit();
  };

  function offer() {
    const typed = box.value.match(/^\/\S*$|^(\/\S+)\s/);
    const found = typed && !where().thread ? state.app.commands.filter((c) => c.command.startsWith(typed[1] ?? box.value)) : [];
    hints.hidden = found.length === 0;
    hints.replaceChildren(
      ...found.map((command) =>
        h(
          "button",
          { type: "button", role: "option", "aria-selected": "false", tabindex: "-1",
            on: { click: () => (put(`${command.command} `), box.focus()) } },
          h("strong", {}, command.command),
          command.usage_hint && h("code", {}, command.usage_hint),
          command.description && h("span", {}, command.description),
          h("small", {}, botName()),
        ),
      ),
    );
  }

  /** Tab, or Enter before the command is whole, takes the first hint. */
  const unfinished = (key) =>
    (key === "Tab" && !box.value.includes(" ")) || (key === "Enter" && !state.app.commands.some((c) => box.value.startsWith(c.command)));

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

  box.addEventListener("input", () => put(box.value));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const [first] = hints.hidden ? [] : hints.children;
    if (event.key === "Escape") hints.hidden = true;
    else if (first && !event.shiftKey && unfinished(event.key)) {
      event.preventDefault();
      first.click();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      sendIt();
    }
  });
  lightning.addEventListener("click", () =>
    openMenu(lightning, "Shortcuts", globals().map((shortcut) => ({
      label: shortcut.name,
      note: shortcut.description,
      run: () => post("shortcut", { user: me(), callback_id: shortcut.callback_id }).catch(complain),
    }))),
  );

  let drawnFor = null;
  root.draw = () => {
    lightning.hidden = globals().length === 0 || Boolean(where().thread);
    box.placeholder = where().thread ? "Reply…" : `Message ${where().title}`;
    if (drawnFor === key()) return;
    drawnFor = key();
    box.value = drafts.get(key()) ?? "";
    fit();
  };
  return root;
}

const globals = () => state.app.shortcuts.filter((shortcut) => shortcut.type === "global");

async function runCommand(channel, text) {
  const [command, ...rest] = text.split(/\s+/);
  const words = rest.length ? text.slice(text.indexOf(rest[0], command.length)) : "";
  if (!state.app.commands.some((known) => known.command === command)) {
    return trouble(`${command} is not a command here. Messages cannot start with a slash.`);
  }
  return post("command", { user: me(), channel, command, text: words });
}

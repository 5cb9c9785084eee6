// What the composer offers while somebody types: commands after a slash, people after an @, channels after a #.

import { h, freshId } from "./dom.js";
import { botName, channelsOf, me, people, state } from "./state.js";

const MOST = 8;

/** Everything that could stand where the person types: {from, insert, title, hint, note, by, whole}. */
function offers(text, caret, inThread) {
  const before = text.slice(0, caret);
  const slash = inThread ? null : text.match(/^(\/\S*)(\s?)/);
  if (slash) return commands().filter((c) => (slash[2] ? c.title === slash[1] : c.title.startsWith(slash[1]))).map((c) => ({ ...c, from: 0, whole: text.startsWith(c.title) }));
  const typed = before.match(/(?:^|\s)([@#])([\w-]*)$/);
  if (!typed) return [];
  const from = caret - typed[2].length - 1;
  const all = typed[1] === "@" ? handles() : places();
  const wanted = typed[2].toLowerCase();
  return all.filter(({ title, note }) => title.slice(1).startsWith(wanted) || ` ${note ?? ""}`.toLowerCase().includes(` ${wanted}`)).slice(0, MOST).map((one) => ({ ...one, from }));
}

export const commands = () => [
  ...state.app.commands.map((c) => ({ title: c.command, insert: `${c.command} `, hint: c.usage_hint, note: c.description, by: botName() })),
  ...state.slackCommands.map((c) => ({ title: c.command, insert: `${c.command} `, hint: c.usage_hint, note: c.description, by: "Slack" })),
];
const handles = () =>
  [...state.users.values()].filter((user) => !user.deleted).map((user) => ({ title: `@${user.name}`, insert: `@${user.name} `, note: user.is_bot ? botName() : user.real_name, by: user.title }));
const places = () => channelsOf(me()).filter((c) => !c.is_im).map((c) => ({ title: `#${c.name}`, insert: `#${c.name} ` }));

/** The list over a text box. `put(text, caret)` writes into the box. */
export function completion(box, inThread, put) {
  const list = h("div", { class: "hints", role: "listbox", "aria-label": "Suggestions", id: freshId("hints"), hidden: true });
  let found = [];
  let at = 0;

  const mark = () => {
    for (const [i, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(i === at));
    const active = list.hidden ? null : list.children[at];
    if (active) box.setAttribute("aria-activedescendant", active.id);
    else box.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    mark();
  };
  const take = ({ from, insert }) => {
    const after = from === 0 && insert.startsWith("/") ? "" : box.value.slice(box.selectionStart);
    put(box.value.slice(0, from) + insert + after, from + insert.length);
    box.focus();
  };
  const option = (offer) =>
    h(
      "div",
      { role: "option", id: freshId("hint"), on: { mousedown: (event) => event.preventDefault(), click: () => take(offer) } },
      h("strong", {}, offer.title),
      offer.hint && h("code", {}, offer.hint),
      offer.note && h("span", {}, offer.note),
      offer.by && h("small", {}, offer.by),
    );

  /** Looks again at what is typed. */
  const look = () => {
    found = offers(box.value, box.selectionStart ?? box.value.length, inThread());
    at = 0;
    list.hidden = found.length === 0;
    list.replaceChildren(...found.map(option));
    mark();
  };

  /** Whether the list took this key: arrows move, Tab and Enter take, Escape puts it away. */
  const key = (event) => {
    if (list.hidden) return false;
    const offer = found[at];
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (found.length < 2) return false;
      at = (at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      mark();
    } else if ((event.key === "Tab" && !event.shiftKey && !(offer.whole && box.value.includes(" "))) || (event.key === "Enter" && !event.shiftKey && !offer.whole)) {
      take(offer);
    } else return false;
    event.preventDefault();
    return true;
  };
  return { list, look, key, close };
}

// The select menus: one choice as the browser's own list, several as a list of ticks.

import { h, freshId } from "./dom.js";
import { changed, described } from "./controls.js";
import { icon } from "./icons.js";
import { openPopup } from "./popup.js";
import { channelsOf, channelTitle, me, people, personName } from "./state.js";
import { bareText } from "./text.js";

/** The choices of any select: [{title, options: [{value, label, note}]}]; one untitled group as a rule. */
function groupsOf(element) {
  const { type } = element;
  const own = (options) => options.map((o) => ({ value: o.value, label: bareText(o.text), note: bareText(o.description) }));
  if (type.includes("users")) {
    return [{ title: null, options: people().map((person) => ({ value: person.id, label: personName(person.id) })) }];
  }
  if (type.includes("channels") || type.includes("conversations")) {
    const filter = type.includes("channels") ? { include: ["public"] } : (element.filter ?? {});
    const fits = (channel) =>
      (!filter.include || filter.include.includes(channel.is_im ? "im" : "public")) &&
      !(channel.is_im && filter.exclude_bot_users) && !(channel.is_shared && filter.exclude_external_shared_channels) && !channel.is_archived;
    return [{ title: null, options: channelsOf(me()).filter(fits).map((c) => ({ value: c.id, label: channelTitle(c) })) }];
  }
  if (element.option_groups) {
    return element.option_groups.map((group) => ({ title: bareText(group.label), options: own(group.options) }));
  }
  return [{ title: null, options: own(element.options ?? []) }];
}

const placeholder = (element) => bareText(element.placeholder) || "Select an option";

export function singleSelect(element, block, surface, naming) {
  const held = surface.valueOf(block, element) ?? "";
  const mayBeEmpty = block.type === "input" && block.optional;
  const groups = groupsOf(element);
  const notes = new Map(groups.flatMap(({ options }) => options.map(({ value, note }) => [value, note ?? ""])));
  const choice = ({ value, label, note }) => h("option", { value, selected: value === held, title: note || null }, label);
  const node = h(
    "select",
    { ...described(element, block, surface, naming, placeholder(element)), class: "field select" },
    h("option", { value: "", selected: held === "", disabled: !mayBeEmpty, hidden: !mayBeEmpty }, placeholder(element)),
    groups.map(({ title, options }) =>
      title ? h("optgroup", { label: title }, options.map(choice)) : options.map(choice),
    ),
  );
  const note = choiceNote(node, notes);
  node.addEventListener("change", async () => {
    await changed(node, block, element, surface, node.value || null);
    node.value = surface.valueOf(block, element) ?? ""; // back again when the confirm question was denied
    note?.show();
  });
  return note ? h("div", { class: "noted" }, node, note) : node;
}

/** The description of the chosen option, which Slack shows in its list and a browser's list cannot; null without any. */
function choiceNote(select, notes) {
  if (![...notes.values()].some(Boolean)) return null;
  const line = h("small", { class: "choice-note", id: freshId("note") });
  line.show = () => {
    line.textContent = select.title = notes.get(select.value) ?? "";
    line.hidden = line.textContent === "";
  };
  select.setAttribute("aria-describedby", [select.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
  select.addEventListener("change", line.show); // at once, also while a confirm question stands
  line.show();
  return line;
}

export function multiSelect(element, block, surface, naming) {
  const groups = groupsOf(element);
  const labels = new Map(groups.flatMap(({ options }) => options.map((option) => [option.value, option.label])));
  let held = surface.valueOf(block, element) ?? [];
  const shown = h("span", {});
  const show = () => {
    shown.textContent = held.length ? held.map((value) => labels.get(value) ?? value).join(", ") : placeholder(element);
    shown.className = held.length ? "" : "placeholder";
  };
  const node = h(
    "button",
    { type: "button", ...described(element, block, surface, naming, placeholder(element)), class: "field select-many",
      "aria-haspopup": "true", "aria-expanded": "false",
      "aria-required": null, "aria-invalid": null }, // neither may be said of a button; the label and the error say it
    shown,
    icon("down"),
  );
  node.addEventListener("click", () => {
    const before = JSON.stringify(held);
    const list = tickList(groups, held, element.max_selected_items ?? Infinity, (values) => {
      held = values;
      show();
      if (block.type === "input") surface.choose(block, element, held);
    });
    const popup = openPopup(node, list, async () => {
      if (JSON.stringify(held) === before) return;
      await changed(node, block, element, surface, held);
      held = surface.valueOf(block, element) ?? [];
      show();
    });
    popup.querySelector("input")?.focus();
  });
  show();
  return node;
}

function tickList(groups, held, most, chosen) {
  const boxes = [];
  const tick = ({ value, label, note }) => {
    const box = h("input", { type: "checkbox", value, id: freshId("many"), checked: held.includes(value) });
    boxes.push(box);
    return h("div", { class: "tick" }, box, h("label", { for: box.id }, label, note && h("small", {}, note)));
  };
  const limit = () => {
    const full = boxes.filter((box) => box.checked).length >= most;
    for (const box of boxes) box.disabled = full && !box.checked;
  };
  const list = h(
    "div",
    { class: "ticks many", role: "group", "aria-label": "Choices" },
    groups.map(({ title, options }) => [title && h("strong", {}, title), options.map(tick)]),
  );
  list.addEventListener("change", () => {
    limit();
    chosen(boxes.filter((box) => box.checked).map((box) => box.value));
  });
  limit();
  return list;
}

// Block Kit's interactive elements as form controls.

import { h, freshId } from "./dom.js";
import { confirmed } from "./confirm.js";
import { changed, described, keyOf } from "./controls.js";
import { icon } from "./icons.js";
import { placeInAddress } from "./mrkdwn.js";
import { openMenu } from "./popup.js";
import { multiSelect, singleSelect } from "./selects.js";
import { me } from "./state.js";
import { tellsAtOnce } from "./surface.js";
import { bareText, textObject } from "./text.js";

/** One element of `block` on `surface`; for `naming` see controls.js. */
export function drawElement(element, block, surface, naming = {}) {
  const draw = DRAWN[element.type];
  if (!draw) return h("span", { class: "not-drawn" }, `[${element.type}: not drawn by this page]`);
  const node = draw(element, block, surface, naming);
  if (element.action_id) node.dataset.actionId = element.action_id;
  return node;
}

function button(element, block, surface) {
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(me())) return h("span", { hidden: true });
  const press = async () => {
    if (node.getAttribute("aria-busy") === "true" || !(await confirmed(element.confirm))) return;
    if (element.url) open(element.url);
    await surface.press(node, block, element, undefined); // the playground reads the value from the block
  };
  const node = h(
    "button",
    {
      type: "button",
      class: `button ${element.style ?? ""}`,
      title: element.accessibility_label,
      data: { key: keyOf(element, block, surface) },
      on: { click: press },
    },
    textObject(element.text),
    element.url && icon("out"),
  );
  return node;
}

function open(address) {
  const opens = placeInAddress(address);
  if (opens) opens();
  else if (/^https?:\/\//i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
}

function typed(element, block, surface, naming) {
  const many = element.type === "plain_text_input" && element.multiline;
  const types = { number_input: "number", email_text_input: "email", url_text_input: "url" };
  const node = h(many ? "textarea" : "input", {
    ...described(element, block, surface, naming, "Text"),
    class: "field",
    type: many ? null : (types[element.type] ?? "text"),
    rows: many ? 5 : null,
    autocomplete: "off",
    placeholder: bareText(element.placeholder) || null,
    maxlength: element.max_length,
    min: element.min_value,
    max: element.max_value,
    step: element.type === "number_input" ? (element.is_decimal_allowed ? "any" : "1") : null,
  });
  node.value = surface.valueOf(block, element) ?? "";
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  node.addEventListener("input", () => {
    surface.choose(block, element, node.value === "" ? null : node.value);
    if (tellsAtOnce(block) && on.includes("on_character_entered")) surface.press(node, block, element, node.value);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (many && (event.ctrlKey || event.metaKey)) node.form?.requestSubmit();
    if (many || !tellsAtOnce(block) || !on.includes("on_enter_pressed")) return;
    event.preventDefault();
    surface.press(node, block, element, node.value);
  });
  return node;
}

function moment(element, block, surface, naming) {
  const types = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };
  const node = h("input", { ...described(element, block, surface, naming, types[element.type]), class: "field moment", type: types[element.type] });
  const value = surface.valueOf(block, element);
  if (element.type === "datetimepicker") node.value = value ? new Date(value * 1000).toISOString().slice(0, 16) : "";
  else node.value = value ?? "";
  node.addEventListener("change", () => {
    const picked = node.value === "" ? null : node.value;
    const seconds = element.type === "datetimepicker" && picked;
    changed(node, block, element, surface, seconds ? Math.floor(Date.parse(`${picked}Z`) / 1000) : picked);
  });
  return node;
}

function ticks(element, block, surface, naming) {
  const one = element.type === "radio_buttons";
  const name = freshId("ticks");
  const held = surface.valueOf(block, element);
  const isHeld = (option) => (one ? held === option.value : held.includes(option.value));
  const boxes = element.options.map((option) =>
    h("input", { type: one ? "radio" : "checkbox", name, value: option.value, checked: isHeld(option), id: freshId("tick"),
      data: { key: `${keyOf(element, block, surface)}|${option.value}` } }),
  );
  const group = h(
    "div",
    { class: "ticks", role: one ? "radiogroup" : "group", "aria-label": naming.id ? bareText(block.label) : naming.label || "Choices",
      "aria-describedby": naming.described || null },
    element.options.map((option, i) =>
      h("div", { class: "tick" }, boxes[i], h("label", { for: boxes[i].id }, textObject(option.text),
        option.description && h("small", {}, textObject(option.description)))),
    ),
  );
  group.addEventListener("change", async () => {
    const values = boxes.filter((box) => box.checked).map((box) => box.value);
    await changed(group, block, element, surface, one ? (values[0] ?? null) : values);
    const now = surface.valueOf(block, element); // as before when the confirm question was denied
    for (const box of boxes) box.checked = one ? now === box.value : now.includes(box.value);
  });
  return group;
}

function overflow(element, block, surface, naming) {
  const node = h(
    "button",
    { type: "button", class: "button overflow", "aria-haspopup": "menu", "aria-expanded": "false",
      "aria-label": naming.label ? `More options: ${naming.label}` : "More options",
      data: { key: keyOf(element, block, surface) } },
    "⋯",
  );
  const choose = async (option) => {
    if (!(await confirmed(element.confirm))) return;
    if (option.url) open(option.url);
    await surface.press(node, block, element, option.value);
  };
  node.addEventListener("click", () =>
    openMenu(node, "More options", element.options.map((option) => ({
      label: textObject(option.text),
      note: textObject(option.description),
      run: () => choose(option),
    }))),
  );
  return node;
}

const DRAWN = {
  button,
  overflow,
  plain_text_input: typed,
  number_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  datepicker: moment,
  timepicker: moment,
  datetimepicker: moment,
  radio_buttons: ticks,
  checkboxes: ticks,
  static_select: singleSelect,
  users_select: singleSelect,
  channels_select: singleSelect,
  conversations_select: singleSelect,
  multi_static_select: multiSelect,
  multi_users_select: multiSelect,
  multi_channels_select: multiSelect,
  multi_conversations_select: multiSelect,
  image: (element) => h("img", { class: "accessory-image", src: element.image_url, alt: element.alt_text, referrerpolicy: "no-referrer" }),
};

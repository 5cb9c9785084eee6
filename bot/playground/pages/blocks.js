// Block Kit's layout blocks as page elements.

import { h, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { chart } from "./charts.js";
import { richText } from "./richtext.js";
import { drawElement } from "./elements.js";
import { bareText, textObject } from "./text.js";

/**
 * All blocks of one surface. `surface` says where they stand and keeps what the person chose:
 * see surface.js. `errors` maps a block_id to the words shown under its field.
 */
export const drawBlocks = (blocks, surface, errors = {}) =>
  h("div", { class: "blocks" }, (blocks ?? []).map((block) => drawBlock(block, surface, errors)));

function drawBlock(block, surface, errors) {
  const draw = DRAWN[block.type];
  const node = draw
    ? draw(block, surface, errors)
    : h("p", { class: "not-drawn" }, `[${block.type} block: not drawn by this page]`);
  node.classList.add("block", `block-${block.type}`);
  if (block.block_id) node.dataset.blockId = block.block_id;
  return node;
}

const DRAWN = {
  header: (block) => h("h2", {}, textObject(block.text)),

  section: (block, surface) =>
    h(
      "div",
      {},
      h(
        "div",
        { class: "section-text" },
        block.text && h("div", { class: "text" }, textObject(block.text)),
        block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "text" }, textObject(field)))),
      ),
      block.accessory && h("div", { class: "accessory" }, drawElement(block.accessory, block, surface, nameFor(block))),
    ),

  context: (block) =>
    h(
      "div",
      {},
      block.elements.map((element) =>
        element.type === "image" ? picture(element, "context-image") : h("span", { class: "text" }, textObject(element)),
      ),
    ),

  divider: () => h("hr"),

  actions: (block, surface) => h("div", {}, block.elements.map((element) => drawElement(element, block, surface))),

  image: (block) => h("figure", {}, block.title && h("figcaption", {}, textObject(block.title)), picture(block, "picture")),

  rich_text: (block) => richText(block),

  markdown: (block) => h("div", { class: "text" }, block.text),

  alert: (block) => h("div", { role: "note", class: `alert-${block.level ?? "info"}` }, textObject(block.text)),

  table: (block) =>
    h("div", {}, h("table", {}, block.rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, tableCell(cell))))))),

  data_visualization: (block) => chart(block),

  input: (block, surface, errors) => {
    const error = errors[block.block_id];
    const ids = { field: freshId("field"), hint: freshId("hint"), error: freshId("error") };
    const described = [block.hint && ids.hint, error && ids.error].filter(Boolean).join(" ");
    const label = [textObject(block.label), block.optional && h("span", { class: "optional" }, " (optional)")];
    const naming = { id: ids.field, described, invalid: Boolean(error), required: !block.optional };
    const many = ["radio_buttons", "checkboxes"].includes(block.element.type);
    const drawn = h(
      many ? "fieldset" : "div",
      { "aria-describedby": many ? described || null : null, class: error ? "has-error" : null },
      many ? h("legend", { class: "label" }, label) : h("label", { class: "label", for: ids.field }, label),
      drawElement(block.element, block, surface, naming),
      error && h("p", { class: "field-error", id: ids.error, role: "alert" }, error),
      block.hint && h("p", { class: "hint", id: ids.hint }, textObject(block.hint)),
    );
    if (error) surface.whenChanged(block, () => forgive(drawn, block, errors));
    return drawn;
  },
};

/** What was wrong with a field is no longer said once the field changes. */
function forgive(field, block, errors) {
  delete errors[block.block_id];
  field.classList.remove("has-error");
  field.querySelector(".field-error")?.remove();
  for (const control of field.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

const tableCell = (cell) => (cell.type === "rich_text" ? richText(cell) : String(cell.text ?? cell.value ?? ""));

/** An accessory with no words of its own is named by the section it stands beside. */
function nameFor(block) {
  return { label: bareText(block.text).split("\n")[0].slice(0, 80) || null };
}

function picture(image, cssClass) {
  const shown = h("img", {
    class: cssClass,
    src: image.image_url ?? "data:,",
    alt: image.alt_text ?? "",
    loading: "lazy",
    referrerpolicy: "no-referrer",
  });
  shown.addEventListener("error", () =>
    shown.replaceWith(h("span", { class: `${cssClass} no-picture`, role: "img", "aria-label": image.alt_text }, icon("picture"), image.alt_text ?? "")),
  );
  return shown;
}

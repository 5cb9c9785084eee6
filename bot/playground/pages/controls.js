// What all interactive elements share: their names and places, and what a change of one does.

import { confirmed } from "./confirm.js";
import { tellsAtOnce } from "./surface.js";
import { bareText } from "./text.js";

/**
 * The attributes that tie a control to its label, hint, error and place. `naming` = {id, described,
 * invalid, required} inside an input block, {label} beside a section, {} in an actions block.
 */
export function described(element, block, surface, naming, fallback) {
  return {
    id: naming.id,
    "aria-label": naming.id ? null : naming.label || bareText(element.placeholder) || fallback,
    "aria-describedby": naming.described || null,
    "aria-invalid": naming.invalid ? "true" : null,
    "aria-required": naming.required ? "true" : null,
    autofocus: element.focus_on_load ? true : null,
    data: { key: keyOf(element, block, surface) },
  };
}

/** Names one control on the page, so that the keyboard focus finds it again after a redraw. */
export const keyOf = (element, block, surface) => `${surface.key}|${block.block_id}|${element.action_id}`;

/** Keeps a choice and, where the bot wants to know at once, asks the confirm question and tells it. */
export async function changed(control, block, element, surface, value) {
  if (!tellsAtOnce(block)) return surface.choose(block, element, value);
  if (!(await confirmed(element.confirm))) return undefined;
  surface.choose(block, element, value);
  return surface.press(control, block, element, value);
}

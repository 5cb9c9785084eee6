// Where blocks stand (a message, a modal, the Home tab), what the person chose there, and how a press leaves it.

import { complain } from "./notices.js";

const kept = new Map(); // surface key -> {chosen: Map of "block/action" -> value, sending: the last press as a promise}

/** What an element shows before anybody touched it. */
export function initialValue(element) {
  const { type } = element;
  if (type === "checkboxes" || type === "multi_static_select") return (element.initial_options ?? []).map((o) => o.value);
  if (type === "static_select" || type === "radio_buttons") return element.initial_option?.value ?? null;
  if (type === "datepicker") return element.initial_date ?? null;
  if (type === "timepicker") return element.initial_time ?? null;
  if (type === "datetimepicker") return element.initial_date_time ?? null;
  if (type === "users_select") return element.initial_user ?? null;
  if (type === "multi_users_select") return element.initial_users ?? [];
  if (type === "channels_select") return element.initial_channel ?? null;
  if (type === "multi_channels_select") return element.initial_channels ?? [];
  if (type === "conversations_select") return element.initial_conversation ?? null;
  if (type === "multi_conversations_select") return element.initial_conversations ?? [];
  return element.initial_value ?? null;
}

/** The bare value of one entry of a view's `state.values`, or undefined when there is none. */
function keptValue(entry) {
  if (!entry) return undefined;
  if ("selected_option" in entry) return entry.selected_option?.value ?? null;
  if ("selected_options" in entry) return (entry.selected_options ?? []).map((option) => option.value);
  const field = Object.keys(entry).find((name) => name === "value" || name.startsWith("selected_"));
  return field ? entry[field] : undefined;
}

export class Surface {
  /**
   * kind: "message" | "modal" | "home". key: one per surface and acting person; choices live under it.
   * send({block_id, action_id, value}): asks the playground to deliver the press.
   * values: the `state.values` that the playground holds for a view.
   */
  constructor({ kind, key, send, values = {} }) {
    Object.assign(this, { kind, key, send, values });
    if (!kept.has(key)) kept.set(key, { chosen: new Map(), sending: Promise.resolve() });
    this.memory = kept.get(key);
    this.chosen = this.memory.chosen;
    this.watchers = new Map();
  }

  valueOf(block, element) {
    const place = `${block.block_id}/${element.action_id}`;
    if (this.chosen.has(place)) return this.chosen.get(place);
    const value = keptValue(this.values[block.block_id]?.[element.action_id]);
    if (value === undefined) return initialValue(element);
    return value ?? (/^(multi_|checkboxes)/.test(element.type) ? [] : null);
  }

  choose(block, element, value) {
    this.chosen.set(`${block.block_id}/${element.action_id}`, value);
    this.watchers.get(block.block_id)?.();
  }

  /** Calls `heard` whenever something is chosen or typed in that block. */
  whenChanged(block, heard) {
    this.watchers.set(block.block_id, heard);
  }

  /** {block_id: value} of every input block: what was chosen or typed, else what it started with. */
  inputs(blocks) {
    const values = {};
    for (const block of blocks) {
      if (block.type === "input") values[block.block_id] = this.valueOf(block, block.element);
    }
    return values;
  }

  /** Sends one press after those before it; the control is busy until the bot answered. Failures become a notice. */
  press(control, block, element, value) {
    const { memory } = this;
    control.setAttribute("aria-busy", "true");
    const sent = memory.sending.then(() => this.send({ block_id: block.block_id, action_id: element.action_id, value }));
    memory.sending = sent.catch(complain).finally(() => control.removeAttribute("aria-busy"));
    return memory.sending;
  }

  /** Resolves when every press so far has been answered. */
  settled() {
    return this.memory.sending;
  }
}

/** Whether a change of this element is told to the bot at once (in an input block only when it asks for it). */
export const tellsAtOnce = (block) => block.type !== "input" || Boolean(block.dispatch_action);

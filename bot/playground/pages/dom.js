// Builds page elements. Text always becomes a text node, so nothing a person wrote is read as HTML.

const AS_PROPERTY = new Set(["value", "checked", "disabled", "selected", "hidden", "multiple", "open"]);

/** h("button", {class: "x", data: {ts}, style: {"--hue": 7}, on: {click}}, "Save", node, [more]); null children are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "data") {
      for (const [key, text] of Object.entries(value)) {
        if (text !== undefined && text !== null) element.dataset[key] = text;
      }
    } else if (name === "style") {
      for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
    } else if (AS_PROPERTY.has(name)) {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function fragment(...children) {
  const whole = document.createDocumentFragment();
  whole.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return whole;
}

let last = 0;
/** A fresh id for label and aria references. */
export const freshId = (stem) => `${stem}-${++last}`;

/** Puts `children` in place of what is there, and the keyboard focus back on the same control. */
export function refill(parent, ...children) {
  const held = parent.contains(document.activeElement) ? focusKey(document.activeElement) : null;
  parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (held) parent.querySelector(held)?.focus({ preventScroll: true });
}

function focusKey(element) {
  if (element.dataset.key) return `[data-key="${CSS.escape(element.dataset.key)}"]`;
  return element.id ? `#${CSS.escape(element.id)}` : null;
}

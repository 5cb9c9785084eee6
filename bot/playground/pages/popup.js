// Menus and lists that open at a button; the browser's popover closes them on Escape and on a click elsewhere.

import { h } from "./dom.js";

/** Opens `content` (an element) at `anchor`. `closed` is called once when it goes away. */
export function openPopup(anchor, content, closed = () => {}) {
  const popup = h("div", { class: "popup", popover: "auto" }, content);
  (anchor.closest("dialog") ?? document.body).append(popup);
  anchor.setAttribute("aria-expanded", "true");
  popup.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const hadFocus = popup.contains(document.activeElement) || document.activeElement === document.body;
    popup.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (hadFocus) anchor.focus({ preventScroll: true });
    closed();
  });
  popup.showPopover();
  place(popup, anchor);
  return popup;
}

function place(popup, anchor) {
  const at = anchor.getBoundingClientRect();
  const size = popup.getBoundingClientRect();
  const below = at.bottom + 4 + size.height <= innerHeight;
  popup.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
  popup.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
}

/** A menu at `anchor`; `items` are {label, note?, run}. Arrow keys move, Enter chooses. */
export function openMenu(anchor, label, items) {
  const buttons = items.map((item) =>
    h(
      "button",
      { type: "button", role: "menuitem", tabindex: "-1", class: item.danger ? "danger" : null, on: { click: () => (popup.hidePopover(), item.run()) } },
      item.label,
      item.note && h("small", {}, item.note),
    ),
  );
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, on: { keydown: (event) => step(event, buttons) } }, buttons);
  const popup = openPopup(anchor, menu);
  buttons[0]?.focus();
}

function step(event, buttons) {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    return void buttons.at(event.key === "Home" ? 0 : -1).focus();
  }
  if (event.key === "Tab") return void event.currentTarget.parentElement.hidePopover();
  if (!(event.key in moves)) return;
  event.preventDefault();
  const at = buttons.indexOf(document.activeElement) + moves[event.key];
  buttons[(at + buttons.length) % buttons.length].focus();
}

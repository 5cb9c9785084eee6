// Light or dark: as the system says until the person chose, then as chosen.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "playground-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const shown = () => document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");

/** A choice that cannot be kept (no storage) holds until the page is left. */
function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    return;
  }
}

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function startTheme() {
  if (["light", "dark"].includes(kept())) document.documentElement.dataset.theme = kept();
}

export function themeSwitch() {
  const button = h("button", { type: "button", class: "bar-icon", on: { click: () => turn() } });
  const draw = () => {
    const other = shown() === "dark" ? "light" : "dark";
    button.replaceChildren(icon(other === "dark" ? "moon" : "sun"));
    button.setAttribute("aria-label", `Switch to ${other}`);
    button.title = `Switch to ${other}`;
  };
  const turn = () => {
    const next = shown() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    keep(next);
    draw();
  };
  dark.addEventListener("change", draw);
  draw();
  return button;
}

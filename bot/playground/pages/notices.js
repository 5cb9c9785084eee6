// Small notices: what happened out of sight, and what went wrong between the person, this page and the bot.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const WORDS = {
  operation_timeout: "The bot did not answer within 3 seconds (operation_timeout). Slack would tell you the same. You can try again.",
  dispatch_failed: "The bot could not be reached (dispatch_failed). Is it running and connected?",
  unreachable: "The playground itself does not answer. Is it still running?",
};

/** What to tell a person about an error of the playground or the bot. */
export function wordsFor(error) {
  if (error?.code in WORDS) return WORDS[error.code];
  if (error?.detail) return `${error.detail} (${error.code})`;
  return `That did not work: ${error?.code ?? error?.message ?? error}.`;
}

/** Shows `words` for some seconds (style.css says how many), longer while somebody points at them, or until the next. */
export function notice(words) {
  for (const old of document.querySelectorAll(".notice.passing")) old.remove();
  const box = put(words, "notice passing", "status");
  box.addEventListener("animationend", () => box.remove());
}

/** Shows what went wrong until it is dismissed. */
export function trouble(words) {
  put(words, "notice", "alert");
}

/** Into an open dialog when there is one: all else is behind it. */
function put(words, cssClass, role) {
  const dialogs = document.querySelectorAll("dialog[open] .dialog-notices");
  const host = dialogs[dialogs.length - 1] ?? document.getElementById("notices");
  for (const old of host.children) if (old.dataset.words === words) old.remove();
  const box = h(
    "div",
    { class: cssClass, role, data: { words } },
    h("span", {}, words),
    h("button", { type: "button", class: "quiet", "aria-label": "Dismiss notice", on: { click: () => box.remove() } }, icon("close")),
  );
  host.append(box);
  return box;
}

export function complain(error) {
  trouble(wordsFor(error));
  if (!error?.code) console.error(error);
}

// Small notices: what went wrong between the person, this page and the bot.

import { h } from "./dom.js";

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

/** Shows `words` until dismissed, inside an open dialog when there is one (all else is behind it). */
export function notice(words) {
  const dialogs = document.querySelectorAll("dialog[open] .dialog-notices");
  const host = dialogs[dialogs.length - 1] ?? document.getElementById("notices");
  for (const old of host.children) if (old.dataset.words === words) old.remove();
  const box = h(
    "div",
    { class: "notice", role: "alert", data: { words } },
    h("span", {}, words),
    h("button", { type: "button", class: "quiet", "aria-label": "Dismiss notice", on: { click: () => box.remove() } }, "✕"),
  );
  host.append(box);
  setTimeout(() => box.remove(), 20_000);
}

export function complain(error) {
  notice(wordsFor(error));
  if (!error?.code) console.error(error);
}

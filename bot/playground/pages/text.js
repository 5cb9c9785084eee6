// Block Kit text objects: plain_text and mrkdwn.

import { withEmoji } from "./emoji.js";
import { mrkdwn, unescape } from "./mrkdwn.js";

/** A text object (or a bare string) as inline content. */
export function textObject(text) {
  if (!text) return null;
  if (typeof text === "string") return text;
  if (text.type === "mrkdwn") return mrkdwn(text.text);
  return text.emoji === false ? text.text : withEmoji(text.text);
}

/** The same as bare words, for names and titles that hold no marks. */
export function bareText(text) {
  if (!text) return "";
  if (text.type !== "mrkdwn") return withEmoji(text.text ?? "");
  return withEmoji(unescape(text.text.replace(/<[^>|]*\|([^>]*)>/g, "$1"))).replace(/[*_~`]/g, "");
}

// Slack's mrkdwn as page elements: what a message's text and a mrkdwn object look like.

import { h, fragment } from "./dom.js";
import { emojiCharacter } from "./emoji.js";
import { fillDateTokens } from "./time.js";
import { channelName, now, openChannel, openPerson, personName, zone } from "./state.js";

const BEFORE = "(?<![\\p{L}\\p{N}])";
const AFTER = "(?![\\p{L}\\p{N}])";
const span = (mark, name) => `${BEFORE}${mark}(?!\\s|${mark})(?<${name}>[^\\n]*?[^\\s${mark}])${mark}${AFTER}`;
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    ":(?<emoji>[a-z0-9_+'-]+(?:::skin-tone-\\d)?):",
    span("\\*", "bold"),
    span("_", "italic"),
    span("~", "strike"),
    "(?<url>https?:\\/\\/[^\\s<>|]*[^\\s<>|.,;:!?)'\"*_~])",
  ].join("|"),
  "gu",
);

export const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** Whole mrkdwn text: preformatted parts, quotes, and lines with their inline marks. */
export function mrkdwn(text) {
  const parts = String(text ?? "").split("```");
  if (parts.length % 2 === 0) parts.push("```" + parts.pop()); // an unclosed fence is only text
  const nodes = parts.map((part, i) => {
    if (i % 2 === 1 && part.trim()) return h("pre", {}, unescape(part.replace(/^\n|\n$/g, "")));
    const trimmed = i > 0 ? part.replace(/^\n/, "") : part;
    return lines(i < parts.length - 1 ? trimmed.replace(/\n$/, "") : trimmed);
  });
  return fragment(nodes);
}

function lines(text) {
  if (!text) return [];
  const nodes = [];
  let plain = [];
  let quoted = [];
  const flush = () => {
    if (plain.length) nodes.push(...inline(plain.join("\n")));
    if (quoted.length) nodes.push(h("blockquote", {}, inline(quoted.join("\n"))));
    plain = [];
    quoted = [];
  };
  const rows = text.split("\n");
  for (const [i, row] of rows.entries()) {
    const rest = row.match(/^(?:&gt;|>){3}(.*)$/);
    if (rest) {
      flush();
      nodes.push(h("blockquote", {}, inline([rest[1].trimStart(), ...rows.slice(i + 1)].join("\n"))));
      return nodes;
    }
    const quote = row.match(/^(?:&gt;|>) ?(.*)$/);
    if (quote ? plain.length : quoted.length) flush();
    if (quote) quoted.push(quote[1]);
    else plain.push(row);
  }
  flush();
  return nodes;
}

/** One stretch of text with bold, italic, strike, code, links, mentions and emoji, as a list of nodes. */
export function inline(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) nodes.push(unescape(text.slice(at, match.index)));
    at = match.index + match[0].length;
    nodes.push(marked(match));
  }
  if (at < text.length) nodes.push(unescape(text.slice(at)));
  return nodes;
}

function marked({ 0: whole, groups }) {
  if (groups.code !== undefined) return h("code", {}, unescape(groups.code));
  if (groups.angle !== undefined) return angle(groups.angle);
  if (groups.emoji !== undefined) return emoji(groups.emoji);
  if (groups.bold !== undefined) return h("strong", {}, inline(groups.bold));
  if (groups.italic !== undefined) return h("em", {}, inline(groups.italic));
  if (groups.strike !== undefined) return h("s", {}, inline(groups.strike));
  return link(unescape(whole), unescape(whole));
}

export function emoji(name) {
  const character = emojiCharacter(name);
  if (!character) return `:${name}:`;
  return h("span", { class: "emoji", role: "img", "aria-label": `${name.replaceAll("_", " ")} emoji` }, character);
}

function angle(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : inside.slice(bar + 1);
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return dateMark(target, label);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? "@group");
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${target.slice(1)}`);
  return link(unescape(target), unescape(label ?? target));
}

export const mention = (id) => h("span", { class: "mention", data: { user: id } }, `@${personName(id)}`);

export const channelMention = (id, label) =>
  h("button", { type: "button", class: "mention", data: { channel: id }, on: { click: () => openChannel(id) } }, `#${channelName(id) ?? label ?? id}`);

function dateMark(target, fallback) {
  const [, seconds, pattern, url] = target.split("^");
  if (!/^\d+$/.test(seconds) || !pattern) return unescape(fallback ?? "");
  const words = fillDateTokens(pattern, new Date(Number(seconds) * 1000), zone(), now());
  return url ? link(unescape(url), words) : h("time", {}, words);
}

/** A link; only web and mail addresses lead anywhere, and Slack's own "open chat" address opens the chat here. */
export function link(address, label) {
  const words = typeof label === "string" ? unescape(label) : label;
  const opens = placeInAddress(address);
  if (opens) return h("a", { href: "#", on: { click: (event) => (event.preventDefault(), opens()) } }, words);
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(address)) return h("span", {}, words);
  const shown = address.startsWith("mailto:") && words === address ? address.slice(7) : words;
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, shown);
}

/**
 * What an address into Slack itself opens here, as a function, else null: the chat in
 * `https://slack.com/app_redirect?team=T&channel=U` and `slack://user?team=T&id=U`, the channel in
 * `app_redirect?channel=C`, `slack://channel?id=C` and `https://x.slack.com/archives/C`.
 */
export function placeInAddress(address) {
  const found = address.match(
    /^(?:https:\/\/(?:[\w-]+\.)?slack\.com\/(?:app_redirect\?(?:[^#]*&)?channel=|archives\/)|slack:\/\/(?:user|channel)\?(?:[^#]*&)?id=)([UWC][A-Z0-9]+)/,
  );
  if (!found) return null;
  return found[1].startsWith("C") ? () => openChannel(found[1]) : () => openPerson(found[1]);
}

// The rich_text block: sections, lists, quotes and preformatted text.

import { h } from "./dom.js";
import { channelMention, emoji, link, mention } from "./mrkdwn.js";
import { fillDateTokens } from "./time.js";
import { now, zone } from "./state.js";

export const richText = (block) => h("div", { class: "rich-text" }, (block.elements ?? []).map(part));

function part(element) {
  const inside = (element.elements ?? []).map((child) => (child.type?.startsWith("rich_text_") ? part(child) : piece(child)));
  switch (element.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, inside);
    case "rich_text_preformatted":
      return h("pre", {}, inside);
    case "rich_text_quote":
      return h("blockquote", {}, inside);
    case "rich_text_list": {
      const ordered = element.style === "ordered";
      return h(
        ordered ? "ol" : "ul",
        { style: { "margin-left": `${(element.indent ?? 0) * 24}px` }, start: ordered ? (element.offset ?? 0) + 1 : null },
        inside.map((item) => h("li", {}, item)),
      );
    }
    default:
      return h("p", { class: "not-drawn" }, `[${element.type}: not drawn by this page]`);
  }
}

function piece(element) {
  switch (element.type) {
    case "text":
      return styled(element.text, element.style);
    case "link":
      return styled(link(element.url, element.text || element.url), element.style);
    case "emoji":
      return emoji(element.name);
    case "user":
      return mention(element.user_id);
    case "channel":
      return channelMention(element.channel_id);
    case "usergroup":
      return h("span", { class: "mention" }, "@group");
    case "broadcast":
      return h("span", { class: "mention" }, `@${element.range}`);
    case "date":
      return h("time", {}, fillDateTokens(element.format, new Date(element.timestamp * 1000), zone(), now()));
    case "color":
      return h("code", {}, element.value);
    default:
      return element.text ?? "";
  }
}

function styled(content, style = {}) {
  let node = content;
  if (style.code) node = h("code", {}, node);
  if (style.bold) node = h("strong", {}, node);
  if (style.italic) node = h("em", {}, node);
  if (style.strike) node = h("s", {}, node);
  return node;
}

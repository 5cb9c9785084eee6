// Messages as articles: author, time, blocks or text, and what a person may do with one.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { botName, change, go, isReply, me, messagesIn, now, personName, state, zone } from "./state.js";
import { Surface } from "./surface.js";
import { clockTime, dayKey, dayTitle, fullTime, instantOf } from "./time.js";
import { toolbar } from "./toolbar.js";

const drawn = new Map(); // key of one message as one person sees it -> {form, node}
const TOGETHER = 5 * 60; // seconds in which one author's messages stand under one name

/** Fills `list` with `messages` and day dividers; a message that did not change keeps its element. */
export function drawMessages(list, messages, { inThread = false } = {}) {
  const wanted = [];
  let day = null;
  let before = null;
  for (const message of messages) {
    const instant = instantOf(message.ts);
    const title = dayKey(instant, zone());
    if (title !== day && !inThread) {
      wanted.push(divider(dayTitle(instant, zone(), now())));
      before = null;
    }
    day = title;
    wanted.push(messageNode(message, inThread, continues(message, before)));
    if (inThread && message.ts === state.thread && messages.length > 1) wanted.push(divider(countReplies(messages.length - 1)));
    before = inThread && message.ts === state.thread ? null : message;
  }
  const held = heldFocus(list);
  settle(list, wanted);
  if (held && !list.contains(document.activeElement)) list.querySelector(held)?.focus({ preventScroll: true });
}

const continues = (message, before) =>
  Boolean(before) && before.user === message.user && !before.ephemeral_to && !message.ephemeral_to &&
  !isReply(before) && Number(message.ts) - Number(before.ts) < TOGETHER;

function heldFocus(list) {
  const at = document.activeElement;
  if (!list.contains(at)) return null;
  if (at.dataset.key) return `[data-key="${CSS.escape(at.dataset.key)}"]`;
  const article = at.closest("article");
  return article ? `article[data-ts="${article.dataset.ts}"]` : null;
}

/** Makes the children of `list` equal to `wanted` with as few moves as possible. */
function settle(list, wanted) {
  const keep = new Set(wanted);
  for (const child of [...list.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, i) => {
    if (list.children[i] !== node) list.insertBefore(node, list.children[i] ?? null);
  });
}

const dividers = new Map();
function divider(title) {
  const key = `${state.place}/${title}`;
  if (!dividers.has(key)) dividers.set(key, h("div", { class: "day", role: "separator", "aria-label": title }, h("span", {}, title)));
  return dividers.get(key);
}

const countReplies = (count) => (count === 1 ? "1 reply" : `${count} replies`);

function messageNode(message, inThread, follows) {
  const key = `${me()}/${message.channel}/${message.ts}/${inThread}`;
  const replies = messagesIn(message.channel).filter((m) => m.thread_ts === message.ts && isReply(m));
  const form = JSON.stringify([message, follows, replies.map((reply) => reply.ts), zone(), state.app.shortcuts, personName(message.user)]);
  const before = drawn.get(key);
  if (before?.form === form) return before.node;
  const node = article(message, inThread ? [] : replies, inThread, follows);
  drawn.set(key, { form, node });
  return node;
}

function article(message, replies, inThread, follows) {
  const instant = instantOf(message.ts);
  const author = personName(message.user);
  const surface = new Surface({
    kind: "message",
    key: `${me()}/${message.channel}/${message.ts}`,
    send: (press) => post("click", { user: me(), channel: message.channel, ts: message.ts, ...press }),
  });
  const isApp = state.users.get(message.user)?.is_bot;
  const time = h("time", { datetime: instant.toISOString(), title: fullTime(instant, zone()) }, clockTime(instant, zone()));
  return h(
    "article",
    {
      class: ["message", message.ephemeral_to && "ephemeral", follows && "follows"].filter(Boolean).join(" "),
      tabindex: "-1",
      "aria-label": `${author}, ${clockTime(instant, zone())}`,
      data: { ts: message.ts, channel: message.channel, user: message.user, ephemeral: message.ephemeral_to ? "yes" : null,
        edited: message.edited ? "yes" : null, thread: message.thread_ts },
    },
    follows ? h("span", { class: "gutter" }, time) : avatar(message.user),
    h(
      "div",
      { class: "message-main" },
      message.ephemeral_to && h("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
      !follows && h("div", { class: "byline" }, h("strong", { class: "author" }, author), isApp && h("span", { class: "app-badge" }, "APP"), time),
      message.blocks?.length ? drawBlocks(message.blocks, surface) : h("div", { class: "text" }, mrkdwn(message.text)),
      message.files?.map(fileLink),
      message.edited && h("span", { class: "edited" }, "(edited)"),
      message.ephemeral_to && h("button", { type: "button", class: "link-button", on: { click: () => dismiss(message) } }, "Dismiss message"),
      replies.length > 0 && threadButton(message, replies),
    ),
    toolbar(message, inThread),
  );
}

const fileLink = (file) =>
  h("p", { class: "file" }, h("a", { href: file.url_private_download, download: file.name }, file.title), ` ${Math.ceil(file.size / 1024)} KB`);

/** The square with a person's initials, or the app's sign. */
export function avatar(user, more = "") {
  const name = personName(user);
  const initials = name.split(/\s+/).map((word) => word[0]).join("").slice(0, 2).toUpperCase();
  const hue = [...user].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  const bot = user === state.app.bot_user;
  return h("span", { class: `avatar ${bot ? "bot" : ""} ${more}`, style: { "--hue": hue }, "aria-hidden": "true" }, bot ? botName()[0] : initials);
}

function dismiss(message) {
  state.dismissed.add(message.ts);
  change();
}

function threadButton(message, replies) {
  const last = instantOf(replies.at(-1).ts);
  const authors = [...new Set(replies.map((reply) => reply.user))].slice(0, 4);
  return h(
    "button",
    { type: "button", class: "thread-button", data: { key: `thread-${message.ts}` }, on: { click: () => go(message.channel, message.ts) } },
    h("span", { class: "faces" }, authors.map((user) => avatar(user, "small"))),
    countReplies(replies.length),
    h("small", {}, `Last reply ${dayTitle(last, zone(), now()).replace(/^(Today|Yester)/, (word) => word.toLowerCase())} at ${clockTime(last, zone())}`),
  );
}

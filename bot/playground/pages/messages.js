// Messages as articles: author, time, blocks or text, and what a person may do with one.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { complain } from "./notices.js";
import { openMenu } from "./popup.js";
import { botName, change, go, isReply, me, messagesIn, now, personName, state, zone } from "./state.js";
import { Surface } from "./surface.js";
import { clockTime, dayKey, dayTitle, fullTime, instantOf } from "./time.js";

const drawn = new Map(); // key of one message as one person sees it -> {form, node}

/** Fills `list` with `messages` and day dividers; a message that did not change keeps its element. */
export function drawMessages(list, messages, { inThread = false } = {}) {
  const wanted = [];
  let day = null;
  for (const message of messages) {
    const instant = instantOf(message.ts);
    const title = dayKey(instant, zone());
    if (title !== day && !inThread) wanted.push(dayDivider(dayTitle(instant, zone(), now())));
    day = title;
    wanted.push(messageNode(message, inThread));
  }
  const held = heldFocus(list);
  settle(list, wanted);
  if (held && !list.contains(document.activeElement)) list.querySelector(held)?.focus({ preventScroll: true });
}

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
function dayDivider(title) {
  const key = `${state.place}/${title}`;
  if (!dividers.has(key)) dividers.set(key, h("div", { class: "day", role: "separator", "aria-label": title }, h("span", {}, title)));
  return dividers.get(key);
}

function messageNode(message, inThread) {
  const key = `${me()}/${message.channel}/${message.ts}/${inThread}`;
  const replies = messagesIn(message.channel).filter((m) => m.thread_ts === message.ts && isReply(m));
  const form = JSON.stringify([message, replies.map((reply) => reply.ts), zone(), state.app.shortcuts, personName(message.user)]);
  const before = drawn.get(key);
  if (before?.form === form) return before.node;
  const node = article(message, inThread ? [] : replies, inThread);
  drawn.set(key, { form, node });
  return node;
}

function article(message, replies, inThread) {
  const instant = instantOf(message.ts);
  const author = personName(message.user);
  const surface = new Surface({
    kind: "message",
    key: `${me()}/${message.channel}/${message.ts}`,
    send: (press) => post("click", { user: me(), channel: message.channel, ts: message.ts, ...press }),
  });
  const mine = message.user === state.app.bot_user;
  return h(
    "article",
    {
      class: message.ephemeral_to ? "message ephemeral" : "message",
      tabindex: "-1",
      "aria-label": `${author}, ${clockTime(instant, zone())}`,
      data: { ts: message.ts, channel: message.channel, user: message.user, ephemeral: message.ephemeral_to ? "yes" : null,
        edited: message.edited ? "yes" : null, thread: message.thread_ts },
    },
    avatar(message.user),
    h(
      "div",
      { class: "message-main" },
      message.ephemeral_to && h("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
      h(
        "div",
        { class: "byline" },
        h("strong", { class: "author" }, author),
        mine && h("span", { class: "app-badge" }, "APP"),
        h("time", { datetime: instant.toISOString(), title: fullTime(instant, zone()) }, clockTime(instant, zone())),
      ),
      message.blocks?.length
        ? drawBlocks(message.blocks, surface)
        : h("div", { class: "text" }, mrkdwn(message.text)),
      message.edited && h("span", { class: "edited" }, "(edited)"),
      message.ephemeral_to && h("button", { type: "button", class: "link-button", on: { click: () => dismiss(message) } }, "Dismiss message"),
      replies.length > 0 && threadButton(message, replies),
    ),
    toolbar(message, inThread),
  );
}

export function avatar(user) {
  const name = personName(user);
  const initials = name.split(/\s+/).map((word) => word[0]).join("").slice(0, 2).toUpperCase();
  const hue = [...user].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  const bot = user === state.app.bot_user;
  return h("span", { class: bot ? "avatar bot" : "avatar", style: { "--hue": hue }, "aria-hidden": "true" }, bot ? botName()[0] : initials);
}

function dismiss(message) {
  state.dismissed.add(message.ts);
  change();
}

function threadButton(message, replies) {
  const words = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const last = instantOf(replies.at(-1).ts);
  return h(
    "button",
    { type: "button", class: "thread-button", on: { click: () => go(message.channel, message.ts) } },
    words,
    h("small", {}, `Last reply ${dayTitle(last, zone(), now()).replace(/^(Today|Yester)/, (word) => word.toLowerCase())} at ${clockTime(last, zone())}`),
  );
}

/** Reply in thread, and the app's message shortcuts. Slack offers neither under an ephemeral message. */
function toolbar(message, inThread) {
  if (message.ephemeral_to) return null;
  const shortcuts = state.app.shortcuts.filter((shortcut) => shortcut.type === "message");
  const run = (shortcut) =>
    post("shortcut", { user: me(), callback_id: shortcut.callback_id, channel: message.channel, ts: message.ts }).catch(complain);
  const more = h(
    "button",
    { type: "button", "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false", title: "More actions" },
    "⋮",
  );
  more.addEventListener("click", () =>
    openMenu(more, "Message actions", shortcuts.map((shortcut) => ({
      label: shortcut.name, note: botName(), run: () => run(shortcut),
    }))),
  );
  const reply = h(
    "button",
    { type: "button", "aria-label": "Reply in thread", title: "Reply in thread", on: { click: () => go(message.channel, message.thread_ts ?? message.ts) } },
    icon("reply"),
  );
  const tools = [!inThread && reply, shortcuts.length > 0 && more].filter(Boolean);
  return tools.length ? h("div", { class: "toolbar" }, tools) : null;
}

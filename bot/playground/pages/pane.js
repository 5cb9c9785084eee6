// The middle: a channel or the app with its tabs, and beside it the open thread.

import { composer } from "./composer.js";
import { h, refill } from "./dom.js";
import { icon } from "./icons.js";
import { closeDrawer, toggleDrawer } from "./sidebar.js";
import { drawHome, openHome } from "./home.js";
import { drawMessages } from "./messages.js";
import { appChannel, botName, channelById, channelTitle, go, isReply, markRead, me, messagesIn, personName, state, unreadIn } from "./state.js";

const title = h("h1", {});
const about = h("p", { class: "about" });
const menu = h(
  "button",
  { type: "button", class: "quiet menu-button", "aria-label": "Open the sidebar", "aria-expanded": "false", on: { click: toggleDrawer } },
  icon("menu"),
);
const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "App tabs" });
const notices = h("div", { id: "notices", role: "region", "aria-label": "Notices", "aria-live": "polite" });
const log = messageLog("Messages");
const home = h("div", { class: "home", role: "tabpanel", "aria-label": "Home", tabindex: "0" });
const here = composer(() => ({ channel: state.place, thread: null, title: title.textContent }), "Message");
const archived = h("p", { class: "archived", hidden: true }, icon("archive"), "This channel is archived. Nobody can write here.");
const threadLog = messageLog("Thread messages");
const threadComposer = composer(() => ({ channel: state.place, thread: state.thread }), "Reply in thread");
let drawnPlace = null;
let drawnThread = null;

export function startPane(pane, thread) {
  pane.append(notices, h("header", { class: "pane-head" }, menu, h("div", {}, title, about)), tabs, home, log, archived, here);
  thread.append(
    h(
      "header",
      { class: "pane-head" },
      h("h2", {}, "Thread"),
      h("button", { type: "button", class: "quiet", "aria-label": "Close thread", title: "Close", on: { click: closeThread } }, icon("close")),
    ),
    threadLog,
    threadComposer,
  );
  thread.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeThread();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeDrawer({ refocus: true });
  });
}

/** The focus goes back to the message whose thread it was. */
function closeThread() {
  const root = state.thread;
  go(state.place);
  queueMicrotask(() => (log.querySelector(`article[data-ts="${root}"]`) ?? here.querySelector("textarea")).focus({ preventScroll: true }));
}

export function drawPane(thread) {
  const atHome = state.place === "home";
  const channel = atHome ? appChannel() : channelById(state.place);
  const inApp = atHome || (channel && channel === appChannel());
  title.textContent = inApp ? botName() : channel ? channelTitle(channel) : "";
  about.textContent = inApp ? "App" : channel && !channel.is_im ? membersOf(channel) : "";
  document.title = `${title.textContent} | ${state.team.name}`;
  drawTabs(inApp, atHome);
  home.hidden = !atHome;
  log.hidden = atHome;
  here.hidden = atHome || Boolean(channel?.is_archived);
  archived.hidden = atHome || !channel?.is_archived;
  const moved = drawnPlace !== `${me()}/${state.place}`;
  drawnPlace = `${me()}/${state.place}`;
  if (moved && inApp) openHome(atHome ? "home" : "messages");
  if (atHome) {
    drawHome(home);
  } else {
    const shown = messagesIn(state.place).filter((m) => !isReply(m) || m.reply_broadcast);
    log.draw(shown, moved);
    greet(inApp && shown.length === 0);
    markRead(state.place);
    here.draw();
  }
  drawThread(thread);
}

const membersOf = (channel) => (channel.members.length === 1 ? "1 member" : `${channel.members.length} members`);

function drawTabs(inApp, atHome) {
  tabs.hidden = !inApp;
  const messages = appChannel()?.id ?? "home";
  const unread = atHome ? unreadIn(messages) : 0;
  const form = `${me()}/${atHome}/${unread}`;
  if (tabs.dataset.form === form) return;
  tabs.dataset.form = form;
  const tab = (name, place, selected, mark) =>
    h(
      "button",
      { type: "button", role: "tab", "aria-selected": String(selected), data: { key: `tab-${name}` }, on: { click: () => go(place) } },
      name,
      mark,
    );
  const mark = unread > 0 && h("span", { class: "badge" }, String(unread), h("span", { class: "unseen" }, " unread"));
  refill(tabs, tab("Home", "home", atHome), tab("Messages", messages, !atHome, mark));
}

/** What a newcomer can do, in the app's chat while it is empty. */
function greet(newcomer) {
  log.querySelector(".hello")?.remove();
  const command = state.app.commands[0]?.command;
  if (!newcomer || !command) return;
  const step = (...words) => h("li", {}, words);
  log.prepend(
    h(
      "section",
      { class: "hello", "aria-label": "How to begin" },
      h("h2", {}, `You are ${personName(me())} here.`),
      h(
        "ol",
        {},
        step("Type ", h("code", {}, command), " below and press Enter."),
        step("When you have begun, press ", h("strong", {}, "Next message"), ` at the top: the clock moves to the next message of ${botName()}.`),
        step("Answer it. Then press it again, or ", h("strong", {}, "+1 day"), "."),
      ),
      h("p", {}, "“Act as” lets you see it as somebody else. All of it stays on this computer."),
    ),
  );
}

/** A scrolling list that stays at the newest message, also while pictures load, unless the person scrolled up. */
function messageLog(label) {
  const inner = h("div", { class: "log-inner" });
  const host = h("div", { class: "log", role: "log", "aria-label": label, tabindex: "0" }, inner);
  let atEnd = true;
  const toEnd = () => {
    if (atEnd) host.scrollTop = host.scrollHeight;
  };
  host.addEventListener("scroll", () => (atEnd = host.scrollHeight - host.scrollTop - host.clientHeight < 60));
  host.addEventListener("keydown", (event) => stepMessages(event, host, inner));
  const sizes = new ResizeObserver(toEnd);
  sizes.observe(inner);
  sizes.observe(host);
  host.draw = (messages, moved, options) => {
    if (moved) atEnd = true;
    drawMessages(inner, messages, options);
    toEnd();
  };
  return host;
}

/** Arrow keys go from message to message; Tab then leads to what is in one. */
function stepMessages(event, host, inner) {
  const at = event.target.closest("article");
  if (!["ArrowUp", "ArrowDown"].includes(event.key) || (event.target !== host && event.target !== at)) return;
  const all = [...inner.querySelectorAll("article")];
  const next = at ? all[all.indexOf(at) + (event.key === "ArrowDown" ? 1 : -1)] : all.at(-1);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function drawThread(thread) {
  const open = state.thread && state.place !== "home";
  thread.hidden = !open;
  if (!open) {
    drawnThread = null;
    return;
  }
  const moved = drawnThread !== state.thread;
  drawnThread = state.thread;
  const inThread = messagesIn(state.place).filter((m) => m.ts === state.thread || m.thread_ts === state.thread);
  threadLog.draw(inThread, moved, { inThread: true });
  threadComposer.draw();
  if (moved) threadComposer.querySelector("textarea").focus();
}

// What the page knows of the workspace, where the acting person stands in it, and who is told when that changes.

import { get, listen } from "./api.js";
import { notice } from "./notices.js";

export const state = {
  ready: false,
  reachable: true,
  team: { name: "" },
  app: { name: "", bot_user: null, connected: false, commands: [], shortcuts: [] },
  users: new Map(),
  channels: [],
  slackCommands: [], // Slack's own, which no app hears of
  marks: [], // named places in time: {label, to, about}
  live: null, // {done, total, note, running} of the simulated weeks
  messages: [],
  home: null,
  modals: [],
  offset: 0, // milliseconds between this browser's clock and the playground's
  walking: false,
  me: null,
  place: null, // a channel id, or "home"
  thread: null, // ts of the thread that is open, or null
  read: new Map(), // "person/channel" -> ts of the last message read
  dismissed: new Set(), // ts of ephemeral messages put away
  missed: new Map(), // person -> Set of ts: what the bot sent them while somebody else was acting
};

const watchers = new Set();
let waiting = false;

export const watch = (draw) => watchers.add(draw);

/** Puts `changes` in place; everything that watches is drawn once, in the next animation frame. */
export function change(changes = {}) {
  Object.assign(state, changes);
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => {
    waiting = false;
    for (const draw of watchers) draw();
  });
}

export const me = () => state.me;
export const now = () => new Date(Date.now() + state.offset);
export const zone = () => state.users.get(state.me)?.tz || "UTC";
export const people = () => [...state.users.values()].filter((user) => !user.is_bot && !user.deleted);
export const personName = (id) => {
  const user = state.users.get(id);
  if (!user) return id;
  return user.is_bot ? botName() : user.real_name || user.name;
};
/** "trust-habits" as its users say it: "Trust Habits". */
export const botName = () =>
  state.app.name.split(/[-_ ]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ") || "App";

export const channelsOf = (person) => state.channels.filter((channel) => channel.members.includes(person));
export const channelById = (id) => state.channels.find((channel) => channel.id === id) ?? null;
export const channelName = (id) => channelById(id)?.name ?? null;
export const appChannel = () =>
  channelsOf(state.me).find((channel) => channel.is_im && channel.members.includes(state.app.bot_user)) ?? null;
export function channelTitle(channel) {
  if (!channel.is_im) return `#${channel.name}`;
  return personName(channel.members.find((member) => member !== state.me) ?? state.me);
}

const readKey = (channel) => `${state.me}/${channel}`;
export const isReply = (message) => Boolean(message.thread_ts && message.thread_ts !== message.ts);
export const messagesIn = (channel) =>
  state.messages.filter((m) => m.channel === channel && !m.deleted && !state.dismissed.has(m.ts));
export function unreadIn(channel) {
  const last = state.read.get(readKey(channel)) ?? state.baseline ?? "0";
  return messagesIn(channel).filter((m) => m.user !== state.me && Number(m.ts) > Number(last)).length;
}
export function markRead(channel) {
  const ts = messagesIn(channel).reduce((most, m) => (Number(m.ts) > Number(most) ? m.ts : most), "0");
  state.read.set(readKey(channel), ts);
}

export const missedBy = (person) => state.missed.get(person)?.size ?? 0;

/** Notes from the stream's hint what reached somebody else alone, or was taken back. */
function noteForOthers({ change: what, channel, ts, user, ephemeral_to }) {
  const reader = ephemeral_to ?? channelById(channel)?.user;
  if (!reader || reader === state.me || user !== state.app.bot_user) return;
  if (!state.missed.has(reader)) state.missed.set(reader, new Set());
  if (what === "posted") state.missed.get(reader).add(ts);
  if (what === "deleted") state.missed.get(reader).delete(ts);
}

/** Goes to a channel id or "home", and keeps person and place in the address so that a reload returns here. */
export function go(place, thread = null) {
  change({ place, thread });
  history.replaceState(null, "", `#as=${state.me}&in=${place}`);
}

/** The channel stays in view where the person is in it, too: what one did, the other sees. */
export async function actAs(person) {
  const shared = channelsOf(person).find((c) => c.id === state.place && !c.is_im);
  state.me = person;
  state.missed.delete(person);
  Object.assign(state, { home: null, modals: [], messages: [] });
  go(shared?.id ?? appChannel()?.id ?? channelsOf(person)[0]?.id ?? "home");
  await refetch({ messages: true, views: true });
}

/** What "Open chat with ..." does: the chat if it exists here, else words about it. */
export function openPerson(id) {
  const chat = state.channels.find((c) => c.is_im && c.members.includes(id) && c.members.includes(state.me));
  if (chat) return go(chat.id);
  return notice(`In Slack this opens your chat with ${personName(id)}.`);
}

/** What a link to a channel does: it is opened if the person is in it. */
export function openChannel(id) {
  if (channelsOf(state.me).some((channel) => channel.id === id)) return go(id);
  return notice(`In Slack this opens #${channelName(id) ?? id}. ${personName(state.me)} is not in it.`);
}

const LIVE_PAUSE = 500; // ms between two looks while weeks fly past
const wanted = new Set();
let fetching = null;

/** Reads again what `parts` names (state, messages, views); calls in the meantime are gathered into one more round. */
export function refetch(parts) {
  for (const [part, yes] of Object.entries(parts)) if (yes) wanted.add(part);
  fetching ??= (async () => {
    try {
      while (wanted.size) {
        await round();
        if (state.live?.running) await new Promise((resume) => setTimeout(resume, LIVE_PAUSE));
      }
      change({ reachable: true });
    } catch {
      change({ reachable: false });
    } finally {
      fetching = null;
    }
  })();
  return fetching;
}

async function round() {
  const parts = new Set(wanted);
  wanted.clear();
  if (parts.has("state")) await readWorkspace();
  const person = state.me;
  const [log, views] = await Promise.all([
    parts.has("messages") ? get("messages", { user: person }) : null,
    parts.has("views") ? get("views", { user: person }) : null,
  ]);
  if (person !== state.me) return; // someone else acts by now; their own round follows
  if (log) {
    state.messages = log.messages;
    state.baseline ??= log.messages.at(-1)?.ts ?? "0";
  }
  if (views) Object.assign(state, { home: views.home, modals: views.modals });
  change();
}

async function readWorkspace() {
  const { now: instant, team, app, users, channels, marks, live, slack_commands: slackCommands } = await get("state");
  Object.assign(state, { team, app, channels, marks, live, slackCommands, users: new Map(users.map((user) => [user.id, user])) });
  state.offset = Date.parse(instant) - Date.now();
  if (state.ready && state.users.has(state.me)) return;
  const asked = new URLSearchParams(location.hash.slice(1));
  state.me = state.users.has(asked.get("as")) ? asked.get("as") : people()[0]?.id;
  const place = asked.get("in");
  const known = place === "home" || channelsOf(state.me).some((channel) => channel.id === place);
  state.ready = true;
  go(known ? place : (appChannel()?.id ?? "home"));
}

export function start() {
  listen((event) => {
    if (event.type === "lost") return change({ reachable: false });
    if (event.type === "hello") {
      get("clock").then(({ walking }) => change({ walking }), () => {});
      return refetch({ state: true, messages: true, views: true });
    }
    if (event.type === "reset") {
      return location.reload(); // ids begin anew, so nothing that was typed or read may stay
    }
    if (event.type === "clock") {
      return change({ offset: Date.parse(event.now) - Date.now(), walking: Boolean(event.walking) });
    }
    if (event.type === "live") {
      const { done, total, note, running } = event;
      return change({ live: { done, total, note, running } });
    }
    if (event.type === "message") {
      noteForOthers(event);
      return refetch({ messages: true });
    }
    if (event.type === "view") return event.user === state.me && !state.live?.running ? refetch({ views: true }) : undefined;
    return refetch({ state: true });
  });
}

// The bar on top: the playground's time, and the buttons that move it.

import { post } from "./api.js";
import { h, refill } from "./dom.js";
import { icon } from "./icons.js";
import { drawLive, liveButton, liveStrip } from "./live.js";
import { complain, notice } from "./notices.js";
import { change, me, now, personName, state, zone } from "./state.js";
import { themeSwitch } from "./theme.js";
import { barTime, fullTime } from "./time.js";

const HOUR = 3600;
const STEPS = [
  { label: "+1 hour", ask: { advance_seconds: HOUR } },
  { label: "Next message", ask: { next_message: true }, title: "Move the clock to the bot's next message for the person you act as" },
  { label: "+1 day", ask: { advance_seconds: 24 * HOUR } },
  { label: "+1 week", ask: { advance_seconds: 7 * 24 * HOUR } },
];

const time = h("time", { class: "bar-time", "aria-label": "Playground time" });
const place = h("span", { class: "bar-zone" });
const progress = h("span", { class: "bar-progress", role: "status" });
const buttons = STEPS.map(({ label, ask, title }) =>
  h("button", { type: "button", class: "bar-button", title, data: { key: label }, on: { click: () => walk(ask) } }, label),
);
const marks = h("span", { class: "bar-marks" });
let asked = false;
let marked = "";

export function startClock(bar) {
  const about = "What this page does not imitate";
  refill(
    bar,
    h("div", { class: "bar-now" }, icon("clock"), time, place),
    h("div", { class: "bar-buttons", role: "group", "aria-label": "Move the clock" }, buttons, marks, liveButton),
    progress,
    h(
      "div",
      { class: "bar-end" },
      h("a", { class: "bar-link", href: "/pages/limits.html", "aria-label": about, title: about }, icon("info"), h("span", { class: "bar-words" }, "Not Slack: what differs")),
      themeSwitch(),
    ),
    liveStrip,
  );
  setInterval(drawClock, 1000);
}

export function drawClock() {
  if (!state.ready) return;
  const words = barTime(now(), zone());
  if (time.textContent !== words) time.textContent = words;
  time.dateTime = now().toISOString();
  place.textContent = zone().replaceAll("_", " ");
  drawMarks();
  const busy = asked || state.walking;
  for (const button of [...buttons, ...marks.children, liveButton]) button.disabled = busy;
  const note = state.live?.running ? "" : busy ? "The clock is walking…" : trouble();
  if (progress.textContent !== note) progress.textContent = note;
  progress.classList.toggle("trouble", !busy && note !== "");
  drawLive();
}

/** A button for each named place that still lies ahead. */
function drawMarks() {
  const ahead = state.marks.filter((mark) => Date.parse(mark.to) > now().getTime());
  const form = JSON.stringify([ahead, zone()]);
  if (form === marked) return;
  marked = form;
  refill(
    marks,
    ahead.map(({ label, to, about }) =>
      h(
        "button",
        { type: "button", class: "bar-jump", title: [about, fullTime(new Date(to), zone())].filter(Boolean).join("\n"), data: { key: label },
          on: { click: () => walk({ to }) } },
        label,
      ),
    ),
  );
}

function trouble() {
  if (!state.reachable) return "No answer from the playground. Is it running?";
  if (!state.app.connected) return "No bot is connected yet.";
  return "";
}

/** What "Next message" brought that `person` does not see, or why it brought nothing. */
function tellWhatCame({ message, moved, why, others }, person) {
  const got = Object.entries(others).map(([id, count]) => `${personName(id)} got ${count === 1 ? "a message" : `${count} messages`}.`);
  if (!message) got.push(whyNothing(why, moved, person));
  if (got.length) notice(got.join(" "));
}

function whyNothing(why, moved, person) {
  if (why !== "nothing_planned") return `Nothing came for ${personName(person)} in the next 14 days.`;
  if (!state.app.connected) return "Nothing is planned while no bot is connected.";
  const command = state.app.commands[0]?.command;
  return `${moved ? "Nothing more is planned." : "Nothing is planned yet."}${command ? ` Type ${command} to begin.` : ""}`;
}

async function walk(ask) {
  if (asked) return;
  asked = true;
  change();
  const person = me();
  try {
    const answer = await post("clock", ask.next_message ? { ...ask, user: person } : ask);
    if (ask.next_message) tellWhatCame(answer, person);
    state.offset = Date.parse(answer.now) - Date.now();
  } catch (error) {
    complain(error);
  } finally {
    asked = false;
    change({ walking: false });
  }
}

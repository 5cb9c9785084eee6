// The left side: workspace, who acts, channels, chats and the app with their unread marks.

import { post } from "./api.js";
import { h, refill } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./messages.js";
import { complain } from "./notices.js";
import { openMenu } from "./popup.js";
import { actAs, appChannel, botName, channelTitle, channelsOf, go, me, missedBy, now, people, state, unreadIn } from "./state.js";

let form = null;

export function drawSidebar(nav) {
  const mine = channelsOf(me());
  const entries = [
    { title: "Channels", rows: mine.filter((c) => !c.is_im).map(row) },
    { title: "Direct messages", rows: mine.filter((c) => c.is_im && c !== appChannel()).map(row) },
    { title: "Apps", rows: [appRow()] },
  ].filter(({ rows }) => rows.length);
  const persons = people();
  const waiting = persons.map((person) => missedBy(person.id));
  const next = JSON.stringify([state.team, me(), entries, persons, waiting]);
  if (next === form) return;
  form = next;
  refill(
    nav,
    h("p", { class: "workspace" }, state.team.name),
    picker(persons, waiting.reduce((sum, n) => sum + n, 0)),
    statusButton(),
    entries.map(({ title, rows }) => h("section", {}, h("h2", {}, title), h("ul", {}, rows.map(link)))),
  );
}

/** A card that looks like the person; the browser's own list lies over it. */
function picker(persons, waiting) {
  const acting = state.users.get(me());
  const unread = ({ id }) => (missedBy(id) ? ` (${missedBy(id)} unread)` : "");
  const words = (person) => [`${person.real_name || person.name}${unread(person)}`, person.title].filter(Boolean).join(", ");
  return h(
    "label",
    { class: "act-as" },
    h("span", { class: "act-as-words" }, "Act as", waiting > 0 && badge(waiting, "unread for others")),
    h(
      "span",
      { class: "person-card" },
      avatar(me()),
      h("span", { class: "person-names" }, h("strong", {}, acting?.real_name ?? ""), h("small", {}, acting?.title || "Member")),
      icon("down"),
      h(
        "select",
        { "aria-label": "Act as", data: { key: "act-as" }, on: { change: (event) => actAs(event.target.value) } },
        persons.map((person) => h("option", { value: person.id, selected: person.id === me() }, words(person))),
      ),
    ),
  );
}

const HOUR = 3_600_000;
const after = (hours) => new Date(now().getTime() + hours * HOUR).toISOString();
const change = (what) => post("user", { user: me(), ...what }).catch(complain);
const VACATION = { status_emoji: ":palm_tree:", status_text: "Vacationing" };

/** What the person lets others know: a status, and Do Not Disturb. */
function statusButton() {
  const { status, dnd } = state.users.get(me()) ?? {};
  const said = [status?.status_text, dnd && "Do Not Disturb"].filter(Boolean).join(", ") || "No status";
  const items = [
    { label: "Vacationing, 3 days", run: () => change({ ...VACATION, status_until: after(72) }) },
    { label: "Vacationing, no end", run: () => change(VACATION) },
    { label: "Clear the status", run: () => change({ status_emoji: "" }) },
    { label: "Do Not Disturb, 3 hours", run: () => change({ dnd_until: after(3) }) },
    { label: "End Do Not Disturb", run: () => change({ dnd_until: null }) },
  ];
  return h(
    "button",
    { type: "button", class: "own-status", "aria-label": `Set a status. Now: ${said}`, "aria-haspopup": "menu", data: { key: "status" },
      on: { click: (event) => openMenu(event.currentTarget, "Set a status", items) } },
    said,
  );
}

const badge = (count, of) =>
  h("span", { class: "badge", title: `${count} ${of}` }, String(count), h("span", { class: "unseen" }, ` ${of}`));

/** Bold with a dot where others talk; a chat with the person counts. */
function mark(unread, counts) {
  if (unread === 0) return null;
  return counts ? badge(unread, "unread") : h("span", { class: "dot" }, h("span", { class: "unseen" }, ` ${unread} unread`));
}

const row = (channel) => ({
  place: channel.id,
  name: channelTitle(channel).replace(/^#/, ""),
  sign: channel.is_archived ? "archive" : "hash",
  unread: unreadIn(channel.id),
  current: state.place === channel.id,
});

function appRow() {
  const channel = appChannel();
  const own = channel ? row(channel) : { unread: 0, current: false };
  return { ...own, place: channel?.id ?? "home", name: botName(), current: own.current || state.place === "home", app: true };
}

function link({ place, name, sign, unread, current, app }) {
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: unread ? "place unread" : "place",
        "aria-current": current ? "page" : null,
        data: { key: `place-${place}`, place },
        on: { click: () => enter(place) },
      },
      app ? avatar(state.app.bot_user, "small") : icon(sign),
      !app && h("span", { class: "unseen" }, `#${name}`),
      h("span", { class: "place-name", "aria-hidden": app ? null : "true" }, name),
      mark(unread, app),
    ),
  );
}

function enter(place) {
  closeDrawer();
  go(place);
}

const opener = () => document.querySelector(".menu-button");

/** In a narrow window the sidebar is a drawer: it takes the focus and gives it back. */
export function toggleDrawer() {
  const open = document.body.classList.toggle("menu-open");
  opener().setAttribute("aria-expanded", String(open));
  if (open) document.querySelector("#sidebar select").focus();
}

export function closeDrawer({ refocus = false } = {}) {
  if (!document.body.classList.contains("menu-open")) return;
  document.body.classList.remove("menu-open");
  opener().setAttribute("aria-expanded", "false");
  if (refocus) opener().focus();
}

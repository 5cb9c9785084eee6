// The left side: workspace, who acts, the app, channels and chats with their unread marks.

import { h, refill } from "./dom.js";
import { actAs, appChannel, botName, channelTitle, channelsOf, go, me, missedBy, people, state, unreadIn } from "./state.js";

let form = null;

export function drawSidebar(nav) {
  const mine = channelsOf(me());
  const entries = [
    { title: "Apps", rows: [appRow()] },
    { title: "Channels", rows: mine.filter((c) => !c.is_im).map(row) },
    { title: "Direct messages", rows: mine.filter((c) => c.is_im && c !== appChannel()).map(row) },
  ].filter(({ rows }) => rows.length);
  const persons = people();
  const waiting = persons.map((person) => missedBy(person.id));
  const next = JSON.stringify([state.team, me(), entries, persons, waiting]);
  if (next === form) return;
  form = next;
  refill(
    nav,
    h("p", { class: "workspace" }, state.team.name),
    h("label", { class: "act-as" }, h("span", {}, "Act as"), badge(waiting.reduce((sum, n) => sum + n, 0), "unread for others"), picker(persons)),
    entries.map(({ title, rows }) => h("section", {}, h("h2", {}, title), h("ul", {}, rows.map(link)))),
  );
}

function picker(persons) {
  const unread = ({ id }) => (missedBy(id) ? ` (${missedBy(id)} unread)` : "");
  const words = (person) => [`${person.real_name || person.name}${unread(person)}`, person.title].filter(Boolean).join(", ");
  return h(
    "select",
    { "aria-label": "Act as", data: { key: "act-as" }, on: { change: (event) => actAs(event.target.value) } },
    persons.map((person) => h("option", { value: person.id, selected: person.id === me() }, words(person))),
  );
}

const badge = (count, of) =>
  count > 0 && h("span", { class: "badge", title: `${count} ${of}` }, String(count), h("span", { class: "unseen" }, ` ${of}`));

const row = (channel) => ({
  place: channel.id,
  name: channelTitle(channel),
  unread: unreadIn(channel.id),
  current: state.place === channel.id,
});

function appRow() {
  const channel = appChannel();
  const own = channel ? row(channel) : { unread: 0, current: false };
  return { ...own, place: channel?.id ?? "home", name: botName(), current: own.current || state.place === "home", app: true };
}

function link({ place, name, unread, current, app }) {
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
      app && h("span", { class: "avatar bot small", "aria-hidden": "true" }, botName()[0]),
      h("span", { class: "place-name" }, name),
      badge(unread, "unread"),
    ),
  );
}

function enter(place) {
  document.body.classList.remove("menu-open");
  go(place);
}

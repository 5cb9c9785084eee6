// Instants as people read them, in the zone of the person who looks.

const cache = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return cache.get(key);
}

/** A message's ts ("1762250400.000100") as a Date. */
export const instantOf = (ts) => new Date(Number(ts) * 1000);

export const clockTime = (instant, zone) =>
  format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(instant);

export const dayKey = (instant, zone) =>
  format(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).format(instant);

/** "Today", "Yesterday" or "Tuesday, 4 November" (with the year when it is another one). */
export function dayTitle(instant, zone, now) {
  const day = dayKey(instant, zone);
  if (day === dayKey(now, zone)) return "Today";
  if (day === dayKey(new Date(now.getTime() - 86_400_000), zone)) return "Yesterday";
  const year = (when) => format(zone, { year: "numeric" }).format(when);
  const words = { weekday: "long", day: "numeric", month: "long" };
  return format(zone, year(instant) === year(now) ? words : { ...words, year: "numeric" }).format(instant);
}

export const fullTime = (instant, zone) =>
  `${format(zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(instant)} at ${clockTime(instant, zone)}`;

/** The clock bar's "Tue 4 Nov 2025, 10:00". */
export const barTime = (instant, zone) =>
  `${format(zone, { weekday: "short" }).format(instant)} ${format(zone, { day: "numeric", month: "short", year: "numeric" }).format(instant)}, ${clockTime(instant, zone)}`;

/** Slack's date tokens ("{date_short} at {time}") filled in for one zone. */
export function fillDateTokens(pattern, instant, zone, now) {
  const pretty = (long) => {
    const title = dayTitle(instant, zone, now);
    return title === "Today" || title === "Yesterday" ? title.toLowerCase() : long;
  };
  const short = format(zone, { day: "numeric", month: "short", year: "numeric" }).format(instant);
  const middle = format(zone, { day: "numeric", month: "long", year: "numeric" }).format(instant);
  const long = format(zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(instant);
  const tokens = {
    date_num: dayKey(instant, zone).split("/").reverse().join("-"),
    date_slash: dayKey(instant, zone),
    date: middle,
    date_short: short,
    date_long: long,
    date_pretty: pretty(middle),
    date_short_pretty: pretty(short),
    date_long_pretty: pretty(long),
    time: clockTime(instant, zone),
    time_secs: format(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(instant),
    ago: ago(instant, now),
  };
  return pattern.replace(/\{(\w+)\}/g, (mark, name) => tokens[name] ?? mark);
}

function ago(instant, now) {
  const minutes = Math.round((instant - now) / 60_000);
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  if (Math.abs(minutes) < 60 * 24) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 1440), "day");
}

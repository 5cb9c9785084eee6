// The playground's control API and its stream of hints.

export class Refused extends Error {
  /** code: the control API's error code; detail: its words for a person (may be empty). */
  constructor(code, detail = "") {
    super(detail || code);
    this.code = code;
    this.detail = detail;
  }
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(`/_control/${path}`, options);
  } catch {
    throw new Refused("unreachable");
  }
  const body = await answer.json().catch(() => ({ ok: false, error: `http_${answer.status}` }));
  if (!body.ok) throw new Refused(body.error, [body.detail, ...(body.messages ?? [])].filter(Boolean).join(" "));
  return body;
}

export const get = (path, query = {}) => {
  const search = new URLSearchParams(query).toString();
  return ask(search ? `${path}?${search}` : path);
};

export const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** Calls `heard(event)` for every hint, and with {type: "lost"} when the connection breaks (it comes back by itself). */
export function listen(heard) {
  const source = new EventSource("/_control/stream");
  source.addEventListener("message", (message) => heard(JSON.parse(message.data)));
  source.addEventListener("error", () => heard({ type: "lost" }));
}

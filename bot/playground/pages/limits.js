// The list of what the workspace behind the page leaves out, as the playground itself tells it.

import { get } from "./api.js";
import { h } from "./dom.js";
import { startTheme } from "./theme.js";

startTheme();

const list = document.getElementById("limits");
try {
  const { limits } = await get("limits_of_playground");
  list.replaceChildren(...limits.map(({ what, instead }) => h("li", {}, h("strong", {}, `${what}. `), instead)));
} catch {
  list.replaceChildren(h("li", {}, "The playground does not answer. Is it still running?"));
}

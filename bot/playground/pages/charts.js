// Charts as tables whose cells hold a bar beside the number: read aloud they are the numbers.

import { h } from "./dom.js";

export function chart(block) {
  const { type, segments, series } = block.chart;
  const columns = type === "pie" ? [{ name: "", data: segments }] : series;
  const most = Math.max(1, ...columns.flatMap((column) => column.data.map((point) => point.value)));
  return h(
    "div",
    {},
    h(
      "table",
      {},
      h("caption", {}, block.title),
      h("thead", {}, h("tr", {}, h("td"), columns.map(({ name }) => h("th", { scope: "col" }, name)))),
      h(
        "tbody",
        {},
        columns[0].data.map(({ label }, row) =>
          h("tr", {}, h("th", { scope: "row" }, label), columns.map((column) => h("td", {}, bar(column.data[row].value, most)))),
        ),
      ),
    ),
  );
}

const bar = (value, most) =>
  h("span", { class: "chart-value" }, h("span", { class: "chart-bar", "aria-hidden": "true", style: { "--size": value / most } }), String(value));

// The page's own small pictures, drawn here so that no font or file has to bring them.

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  clock: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.5V8l2.5 1.8",
  eye: "M1 8s2.6-4.5 7-4.5S15 8 15 8s-2.6 4.5-7 4.5S1 8 1 8ZM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z",
  reply: "M2 3.5h12v8H7.5L4.5 14v-2.5H2v-8Z",
  send: "M2.5 13.5 14 8 2.5 2.5 4.3 8l-1.8 5.5ZM4.3 8H9",
  bolt: "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8l1-5.5Z",
  play: "M5 3v10l8-5-8-5Z",
  moon: "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z",
  sun: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3",
  info: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 7.3v4M8 4.8v.1",
  hash: "M6.2 2 4.8 14M11.2 2 9.8 14M2.5 5.5h11.2M2.2 10.5h11.2",
  archive: "M2 3h12v3H2V3ZM3 6v7.5h10V6M6.3 9h3.4",
  more: "M3.5 8h.1M8 8h.1M12.5 8h.1",
  menu: "M2 4h12M2 8h12M2 12h12",
  close: "m3.5 3.5 9 9M12.5 3.5l-9 9",
  back: "M9.5 3 4.5 8l5 5",
  down: "m4 6 4 4 4-4",
  out: "M6.5 3H3v10h10V9.5M9 2.5h4.5V7M13.5 2.5 7.5 8.5",
  picture: "M2 3h12v10H2V3ZM2 11l3.5-3.5 3 3L11 8l3 3M10.5 5.8h.1",
};

/** A 16 px line drawing in the colour of the text around it; hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", width: 16, height: 16, class: "icon", "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

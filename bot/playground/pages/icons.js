// The page's own small pictures, drawn here so that no font or file has to bring them.

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  clock: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.5V8l2.5 1.8",
  eye: "M1 8s2.6-4.5 7-4.5S15 8 15 8s-2.6 4.5-7 4.5S1 8 1 8ZM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z",
  reply: "M2 3.5h12v8H7.5L4.5 14v-2.5H2v-8Z",
  send: "M2.5 13.5 14 8 2.5 2.5 4.3 8l-1.8 5.5ZM4.3 8H9",
  bolt: "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8l1-5.5Z",
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

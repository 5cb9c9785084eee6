// The small question that an element may ask before it acts (Block Kit's confirm object).

import { h, freshId } from "./dom.js";
import { holdFocus } from "./focus.js";
import { textObject } from "./text.js";

/** Resolves to true when the person confirms; true at once when there is nothing to ask. */
export function confirmed(question) {
  if (!question) return Promise.resolve(true);
  return new Promise((resolve) => {
    const title = freshId("confirm");
    const answer = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const dialog = h(
      "dialog",
      { class: "modal confirm", role: "dialog", "aria-labelledby": title, on: { cancel: (event) => (event.preventDefault(), answer(false)) } },
      h("header", {}, h("h2", { id: title }, textObject(question.title))),
      h("div", { class: "modal-body" }, h("div", { class: "text" }, textObject(question.text))),
      h(
        "footer",
        {},
        h("button", { type: "button", class: "button", on: { click: () => answer(false) } }, textObject(question.deny) ?? "Cancel"),
        h(
          "button",
          { type: "button", class: `button ${question.style ?? "primary"}`, on: { click: () => answer(true) } },
          textObject(question.confirm) ?? "Confirm",
        ),
      ),
    );
    holdFocus(dialog);
    document.body.append(dialog);
    dialog.showModal();
  });
}

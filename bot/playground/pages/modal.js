// The stack of modals: only the top one is drawn; closing, submitting and errors as Slack does them.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h, freshId } from "./dom.js";
import { complain } from "./notices.js";
import { me, refetch, state } from "./state.js";
import { Surface } from "./surface.js";
import { textObject } from "./text.js";

let shown = null; // {view, form, dialog, errors}

const seenForm = (view) => JSON.stringify([view.id, view.hash, view.blocks, view.title, view.submit, view.close, state.modals.length]);

export function drawModals() {
  const view = state.modals.at(-1) ?? null;
  if (!view) return takeAway();
  const form = `${me()}${seenForm(view)}`;
  if (shown?.form === form) return undefined;
  const errors = shown?.view.id === view.id ? shown.errors : {};
  return show(view, form, errors);
}

function takeAway() {
  const dialog = shown?.dialog;
  shown = null;
  dialog?.close();
  dialog?.remove();
}

/** Draws `view`; the dialog element stays while the stack is open, so that focus and Escape behave. */
function show(view, form, errors) {
  const newErrors = errors !== shown?.errors && Object.keys(errors).length > 0;
  const focusAt = shown?.view.id === view.id && !newErrors ? document.activeElement?.dataset?.key : null;
  const scrolled = shown?.view.id === view.id ? shown.dialog.querySelector(".modal-body").scrollTop : 0;
  const dialog = shown?.dialog ?? newDialog();
  const surface = surfaceOf(view);
  const title = freshId("modal-title");
  const body = h("div", { class: "modal-body" }, drawBlocks(view.blocks, surface, errors));
  const sheet = h(
    "form",
    { novalidate: true, on: { submit: (event) => (event.preventDefault(), submit(view, surface)) } },
    h(
      "header",
      {},
      state.modals.length > 1 &&
        h("button", { type: "button", class: "quiet", "aria-label": "Back", on: { click: () => close(view, false) } }, "←"),
      h("h2", { id: title }, textObject(view.title)),
      h("button", { type: "button", class: "quiet", "aria-label": "Close dialog", on: { click: () => close(view, true) } }, "✕"),
    ),
    h("div", { class: "dialog-notices" }),
    body,
    footer(view),
  );
  dialog.replaceChildren(sheet);
  dialog.setAttribute("aria-labelledby", title);
  dialog.dataset.viewId = view.id;
  dialog.dataset.callbackId = view.callback_id ?? "";
  shown = { view, form, dialog, errors };
  if (!dialog.open) dialog.showModal();
  body.scrollTop = scrolled;
  const target = (focusAt && dialog.querySelector(`[data-key="${CSS.escape(focusAt)}"]`)) ?? firstField(body) ?? dialog.querySelector("footer button:last-child");
  target?.focus({ preventScroll: Boolean(focusAt) });
}

const firstField = (body) =>
  body.querySelector("[aria-invalid=true], .has-error input") ??
  body.querySelector("[autofocus]") ??
  body.querySelector("input:checked, input, textarea, select, .select-many, button");

function newDialog() {
  const dialog = h("dialog", { class: "modal", role: "dialog" });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault(); // Escape asks the bot's view to close; the dialog goes when the playground says so
    if (shown && event.target === dialog) close(shown.view, true);
  });
  dialog.addEventListener("close", () => {
    if (shown?.dialog === dialog) close(shown.view, true); // a browser closes on a second Escape without asking
  });
  document.body.append(dialog);
  return dialog;
}

function surfaceOf(view) {
  const surface = new Surface({
    kind: "modal",
    key: `${me()}/${view.id}`,
    values: view.state?.values,
    send: (press) => post("click", { user: me(), view_id: view.id, values: surface.inputs(view.blocks), ...press }),
  });
  return surface;
}

function footer(view) {
  const hasInputs = view.blocks.some((block) => block.type === "input");
  const submitText = view.submit ? textObject(view.submit) : hasInputs ? "Submit" : null;
  return h(
    "footer",
    {},
    h("button", { type: "button", class: "button", on: { click: () => close(view, false) } }, textObject(view.close) ?? "Close"),
    submitText &&
      h("button", { type: "submit", class: "button primary", disabled: Boolean(view.submit_disabled) }, submitText),
  );
}

async function submit(view, surface) {
  const { dialog } = shown;
  if (dialog.getAttribute("aria-busy") === "true") return;
  setBusy(dialog, true);
  try {
    await surface.settled();
    const answer = await post("submit", { user: me(), view_id: view.id, values: surface.inputs(view.blocks) });
    if (answer.response_action === "errors") return showErrors(view, answer.errors);
    if (shown) shown.errors = {};
    await refetch({ views: true });
  } catch (error) {
    complain(error);
  } finally {
    setBusy(dialog, false);
  }
  return undefined;
}

function setBusy(dialog, busy) {
  dialog.setAttribute("aria-busy", String(busy));
  for (const button of dialog.querySelectorAll("footer button[type=submit]")) button.setAttribute("aria-disabled", String(busy));
}

function showErrors(view, errors) {
  if (shown?.view.id === view.id) show(view, shown.form, errors);
}

async function close(view, all) {
  try {
    await post("close", { user: me(), view_id: view.id, ...(all ? { all: true } : {}) });
  } catch (error) {
    complain(error);
  }
  await refetch({ views: true });
}

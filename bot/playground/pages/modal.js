// The stack of modals: only the top one is drawn; closing, submitting and errors as Slack does them.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h, freshId } from "./dom.js";
import { holdFocus } from "./focus.js";
import { icon } from "./icons.js";
import { avatar } from "./messages.js";
import { complain } from "./notices.js";
import { change, me, refetch, state } from "./state.js";
import { Surface } from "./surface.js";
import { textObject } from "./text.js";

const OVERTAKEN = new Set(["view_not_found", "not_on_top"]); // the bot was quicker than the person
let shown = null; // {view, form, dialog, errors}
const left = new Set(); // ids of views that the person closed: gone at once, whatever a late answer says
let opener = null; // names the control that had the focus before the first modal opened

const open = () => state.modals.filter(({ id }) => !left.has(id));
const seenForm = (view) => JSON.stringify([view.id, view.hash, view.blocks, view.title, view.submit, view.close, open().length]);

export function drawModals() {
  // While weeks fly past, simulated members open and close forms faster than anybody could read.
  const view = state.live?.running ? null : (open().at(-1) ?? null);
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
  if (dialog && document.activeElement === document.body) giveFocusBack();
}

/** The control that opened the form may have been drawn anew since; else the composer. */
function giveFocusBack() {
  const place = opener && document.querySelector(`[data-key="${CSS.escape(opener)}"]`);
  (place ?? document.querySelector("#pane .composer:not([hidden]) textarea"))?.focus({ preventScroll: true });
}

/** Draws `view`; the dialog element stays while the stack is open, so that focus and Escape behave. */
function show(view, form, errors) {
  const newErrors = errors !== shown?.errors && Object.keys(errors).length > 0;
  const focusAt = shown?.view.id === view.id && !newErrors ? document.activeElement?.dataset?.key : null;
  const scrolled = shown?.view.id === view.id ? shown.dialog.querySelector(".modal-body").scrollTop : 0;
  if (!shown) opener = document.activeElement?.dataset?.key ?? null;
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
      open().length > 1 &&
        h("button", { type: "button", class: "quiet back", "aria-label": "Back", title: "Back", on: { click: () => close(view, false) } }, icon("back")),
      avatar(state.app.bot_user, "middle"),
      h("h2", { id: title }, textObject(view.title)),
      h("button", { type: "button", class: "quiet", "aria-label": "Close dialog", title: "Close", on: { click: () => close(view, true) } }, icon("close")),
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
    event.preventDefault(); // Escape closes the view on top; the dialog goes when the playground says so
    if (shown && event.target === dialog) close(shown.view, false);
  });
  dialog.addEventListener("close", () => {
    if (shown?.dialog === dialog) close(shown.view, false); // a browser closes on a second Escape without asking
  });
  holdFocus(dialog);
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
    if (OVERTAKEN.has(error.code)) await refetch({ views: true });
    else complain(error);
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
  if (left.has(view.id)) return;
  const gone = all ? open().map(({ id }) => id) : [view.id];
  for (const id of gone) left.add(id);
  change();
  try {
    await post("close", { user: me(), view_id: view.id, ...(all ? { all: true } : {}) });
  } catch (error) {
    if (error.code === "unreachable") for (const id of gone) left.delete(id);
    if (!OVERTAKEN.has(error.code)) complain(error);
  }
  await refetch({ views: true });
}

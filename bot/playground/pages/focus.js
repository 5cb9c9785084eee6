// Keeping the keyboard focus inside a dialog: after the last control comes the first.

const REACHED = "button:enabled, input:enabled, select:enabled, textarea:enabled, a[href], [tabindex='0']";

/** A browser's own modal dialog lets Tab wander into the browser's bars; this one goes round. */
export function holdFocus(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.defaultPrevented) return;
    const all = [...dialog.querySelectorAll(REACHED)].filter((one) => one.checkVisibility() && one.tabIndex >= 0);
    const [first, last] = [all[0], all.at(-1)];
    const leaves = event.shiftKey ? document.activeElement === first : document.activeElement === last;
    if (!leaves || !first) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  });
}

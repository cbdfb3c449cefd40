// Single keys, as in mail programs. They are for the page, not for fields that are typed in.

import { byId } from "./dom.js";

const ANYWHERE = "nutgraf-keys";
const FIELDS = "input:not([type=range]), textarea, select, [contenteditable]";

/** Call `run` for each key; those that are not `always` there ask `ready` first. */
export function listen(keys, ready) {
  // Whoever speaks to the computer, or presses keys by chance, can keep single keys to the list (WCAG 2.1.4).
  byId("single").checked = localStorage.getItem(ANYWHERE) !== "no";
  byId("single").addEventListener("change", () => {
    localStorage.setItem(ANYWHERE, byId("single").checked ? "yes" : "no");
  });
  const actions = new Map(keys.flatMap((key) => key.names.map((name) => [name, key])));
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && ready() && !event.target.closest(FIELDS)) {
      event.preventDefault();
      actions.get("u").run();
      return;
    }
    const action = actions.get(event.key);
    const typed = event.ctrlKey || event.metaKey || event.altKey || event.target.closest(FIELDS);
    // Arrows move the slider while it has the focus.
    const slides = event.target.type === "range" && event.key.length > 1;
    const elsewhere = !byId("single").checked && !event.target.closest("#lines");
    if (!action || typed || slides || elsewhere || document.querySelector("dialog[open]")) return;
    if (!action.always && !ready()) return;
    event.preventDefault();
    action.run();
  });
}

// Single keys, as in mail programs. They are for the page, not for fields that are typed in.

const FIELDS = "input:not([type=range]), textarea, select, [contenteditable]";

/** Call `run` for each key; those that are not `always` there ask `ready` first. */
export function listen(keys, ready) {
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
    if (!action || typed || slides || document.querySelector("dialog[open]")) return;
    if (!action.always && !ready()) return;
    event.preventDefault();
    action.run();
  });
}

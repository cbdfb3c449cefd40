// The documents of the database, those first whose review tells the most.

import { get } from "./api.js";
import { byId, make, meter, plural } from "./dom.js";

let documents = [];

/** Ask for the queue and show it; `open(key)` is called for a click. */
export async function refresh(current, open) {
  documents = await get("/review/documents");
  const left = documents.filter((found) => found.reviewed < found.lines).length;
  byId("queue-count").textContent = `${left} of ${documents.length}`;
  byId("queue").replaceChildren(...documents.map((found) => item(found, current, open)));
}

/** Key of the document to review after this one, or null. */
export function after(key) {
  return documents.find((found) => found.key !== key && found.reviewed < found.lines)?.key ?? null;
}

function item(found, current, open) {
  const done = found.reviewed === found.lines;
  const state = done ? "reviewed" : `${found.reviewed} of ${plural(found.lines, "line")}`;
  const unsure = done ? "" : `uncertain ${found.uncertainty.toFixed(2)}`;
  const title = `${found.id} (${found.source})`;
  const button = make(
    "button",
    { type: "button", title, "aria-current": found.key === current ? "true" : null, onclick: () => open(found.key) },
    make("span", { class: "id", dir: "auto", text: found.id }),
    make("small", {}, make("span", { text: state }), make("span", { text: unsure })),
    meter(found.reviewed / found.lines),
  );
  return make("li", { class: done ? "done" : "" }, button);
}

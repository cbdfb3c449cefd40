// Questions to the person at the page; each gives a promise of the answer, null if it was called off.

import { byId, make, mark } from "./dom.js";

function opened(id) {
  const dialog = byId(id);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

for (const dialog of document.querySelectorAll("dialog")) {
  // `submit` comes only when all that is required is there; Escape and Cancel close without it.
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close("yes");
  });
  dialog.querySelector(".close")?.addEventListener("click", () => dialog.close(""));
}

/** Whether a dialog is open: keys of the page are not meant for it then. */
export const isOpen = () => document.querySelector("dialog[open]") !== null;

/** A text to label: { content, isHtml, site }. */
export async function askForText() {
  const content = byId("content");
  content.value = "";
  if (!(await opened("paste-dialog"))) return null;
  const form = byId("form").value;
  const isHtml = form === "html" || (form === "auto" && looksLikeHtml(content.value));
  return { content: content.value, isHtml, site: byId("site").value.trim() };
}

export const closeText = () => byId("paste-dialog").close("");

/** A page has a document type, or elements that hold its text; stray tags in a text do not make it one. */
export function looksLikeHtml(text) {
  return /^\s*(<!doctype html|<html[\s>]|<\?xml[^>]*>\s*<!doctype html)/i.test(text) || /<\/(p|div|article|body)>/i.test(text);
}

export async function ask(title, text, label, value = "") {
  byId("ask-name").textContent = title;
  byId("ask-text").textContent = text;
  byId("ask-label").textContent = label;
  byId("ask-value").value = value;
  return (await opened("ask-dialog")) ? byId("ask-value").value.trim() || null : null;
}

/** Whether to put own labels in place of those that others gave meanwhile. */
export function askAboutConflict(sheet, theirs, mine) {
  const wanted = new Map(mine.map(({ line, label }) => [line, label]));
  byId("conflicts").replaceChildren(
    ...theirs.map(({ line, label, reviewer }) =>
      make(
        "li",
        {},
        make("q", { dir: "auto", text: sheet.lines[line].text.trim().slice(0, 140) }),
        make("span", { text: `${reviewer}: ` }),
        ...(label ? [mark(label)] : []),
        make("span", { text: ` ${label ?? "took the label back"} · you: ` }),
        ...(wanted.get(line) ? [mark(wanted.get(line))] : []),
        make("span", { text: ` ${wanted.get(line) ?? "take it back"}` }),
      ),
    ),
  );
  return opened("conflict-dialog");
}

const SIGNS = { ArrowDown: "↓", ArrowUp: "↑" };

export function showKeys(keys) {
  const rows = keys.flatMap(({ names, does }) => [
    make("dt", {}, ...names.map((name) => make("kbd", { text: SIGNS[name] ?? name }))),
    make("dd", { text: does }),
  ]);
  byId("keys").replaceChildren(...rows);
  return opened("help-dialog");
}

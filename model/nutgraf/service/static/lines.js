// The list of lines: a listbox whose current line has the focus.

import { LABELS, byId, make, mark, tell } from "./dom.js";

const list = byId("lines");
let rows = [];

/** Show a sheet from its first line; `choose(index)` and `give(index, label)` are called for clicks. */
export function show(sheet, { choose, give }) {
  rows = sheet.lines.map((line, index) => row(sheet, line, index, choose, give));
  list.replaceChildren(...rows);
  rows.forEach((_, index) => draw(sheet, index));
}

function row(sheet, line, index, choose, give) {
  const before = sheet.lines[index - 1];
  const far = before && line.number > before.number + 1;
  const quick = make(
    "span",
    { class: "quick", "aria-hidden": "true" },
    ...LABELS.map((label) => {
      const press = (event) => {
        event.stopPropagation();
        give(index, label);
      };
      return make("button", { type: "button", tabindex: "-1", title: label, onclick: press }, mark(label));
    }),
  );
  const parts = [
    make("span", { class: "number", text: line.number, "aria-hidden": "true" }),
    make("b", { class: "mark", "aria-hidden": "true" }),
    make("span", { class: "text", dir: "auto", text: line.text.trim() }),
    make("span", { class: "sure", "aria-hidden": "true" }),
    quick,
  ];
  const properties = { class: far ? "line far" : "line", role: "option", tabindex: "-1", id: `line-${index}` };
  return make("li", { ...properties, onclick: () => choose(index) }, ...parts);
}

/** Bring a row up to date with its sheet. */
export function draw(sheet, index) {
  const [element, label] = [rows[index], sheet.label(index)];
  const [, letter, , sure] = element.children;
  element.classList.remove(...LABELS);
  element.classList.add(label);
  element.classList.toggle("headline", index === sheet.document.headline && label === "body");
  element.classList.toggle("uncertain", sheet.isUnsure(index));
  element.classList.toggle("changed", sheet.isChanged(index));
  letter.className = `mark ${label}`;
  letter.textContent = mark(label).textContent;
  sure.replaceChildren(...badges(sheet, index));
  element.setAttribute("aria-selected", String(index === sheet.current));
  element.tabIndex = index === sheet.current ? 0 : -1;
  element.setAttribute("aria-label", spoken(sheet, index, label));
}

function badges(sheet, index) {
  const correction = sheet.correction(index);
  if (correction) return [make("span", { class: "who", text: `✓ ${correction.reviewer}` })];
  const share = `${Math.round(100 * sheet.confidence(index))} %`;
  const was = sheet.isChanged(index) ? [make("span", { class: "was", text: `was ${sheet.lines[index].label}` })] : [];
  return [...was, make("span", { class: "share", text: sheet.isUnsure(index) ? `${share} ?` : share })];
}

/** A row as a screen reader reads it. */
function spoken(sheet, index, label) {
  const correction = sheet.correction(index);
  const sure = correction ? `by ${correction.reviewer}` : `${Math.round(100 * sheet.confidence(index))} percent`;
  const unsure = sheet.isUnsure(index) ? ", uncertain" : "";
  return `${label}, ${sure}${unsure}: ${sheet.lines[index].text.trim()}`;
}

/** Make a line the current one; `focus` also moves the keyboard there. */
export function move(sheet, index, focus = true) {
  const before = sheet.current;
  sheet.current = index;
  draw(sheet, before);
  draw(sheet, index);
  if (focus) rows[index].focus({ preventScroll: true });
  rows[index].scrollIntoView({ block: "nearest" });
}

/** The nearest line above (-1) or below (1) that is shown. */
export function neighbour(sheet, step) {
  let index = sheet.current + step;
  while (rows[index] && rows[index].offsetParent === null) index += step;
  return rows[index] ? index : sheet.current;
}

export async function copy(sheet) {
  const text = sheet.story();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
  tell(text ? "Story copied" : "No line is body: nothing to copy");
}

/** Without https, browsers give pages no clipboard; a selection can still be copied. */
function copyBySelection(text) {
  const area = make("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

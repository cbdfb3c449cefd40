// What is known of the current line: probabilities, reasons, who said what.

import { LABELS, byId, make, meter } from "./dom.js";

/** Called for a click on a label. */
export function connect(give) {
  for (const button of document.querySelectorAll(".choices button")) {
    button.addEventListener("click", () => give(button.dataset.label));
  }
}

/** Milliseconds that a line must stay the current one before the service is asked about it. */
const REST = 120;
const rest = () => new Promise((resolve) => setTimeout(resolve, REST));

let asked = 0;
let shown = null;

/** Show a line; reasons and history come when the service has told them, unless another line is shown by then. */
export async function show(session) {
  const { sheet } = session;
  const index = sheet.current;
  const line = sheet.lines[index];
  byId("details").hidden = false;
  byId("place").textContent = `Line ${line.number}${index === sheet.document.headline ? " · headline" : ""}`;
  byId("place").title = line.tag ?? "";
  for (const button of document.querySelectorAll(".choices button")) {
    button.setAttribute("aria-pressed", String(button.dataset.label === sheet.label(index)));
  }
  byId("scores").replaceChildren(...LABELS.flatMap((label) => score(label, line.scores[label])));
  if (shown !== line) {
    byId("why").replaceChildren();
    byId("history").replaceChildren();
  }
  shown = line;
  const turn = (asked += 1);
  await rest();
  if (turn !== asked) return;
  const [reasons, history] = await Promise.all([session.reasons(index), session.history(index)]);
  if (turn !== asked) return;
  byId("why").replaceChildren(...why(reasons, line.label));
  byId("history").replaceChildren(...history.map(entry));
  if (!history.length) byId("history").append(make("li", { text: "Nobody yet" }));
}

function score(label, share) {
  return [make("dt", { text: label }), meter(share, label), make("dd", { text: `${Math.round(100 * share)} %` })];
}

/** Reasons look at the text alone: for a page of HTML, whose layout counted too, the label may be another. */
function why(reasons, given) {
  const label = `${reasons.label}, ${Math.round(100 * reasons.confidence)} %`;
  const about = reasons.label === given ? label : `by its text alone ${label}`;
  const parts = [make("p", { text: reasons.decided ? `${about}: ${reasons.decided}` : about })];
  const strongest = Math.max(...[...reasons.for, ...reasons.against].map(({ weight }) => Math.abs(weight)), 1);
  if (reasons.for.length) parts.push(make("ul", {}, ...reasons.for.map((reason) => told(reason, strongest))));
  if (reasons.against.length) {
    const against = reasons.against.slice(0, 2).map((reason) => told(reason, strongest));
    parts.push(make("h4", { text: "but" }), make("ul", { class: "against" }, ...against));
  }
  return parts;
}

function told({ words, weight }, strongest) {
  return make("li", {}, make("span", { dir: "auto", text: words }), meter(Math.abs(weight) / strongest));
}

function entry({ reviewer, label, at, kind }) {
  const done = { accept: "accepted ", undo: label ? "back to " : "took it back" }[kind] ?? "";
  const time = new Date(at);
  const when = time.toLocaleString([], { dateStyle: "short", timeStyle: "short" });
  const text = `${reviewer}: ${done}${label ?? ""} `;
  return make("li", { text }, make("time", { datetime: at, text: when }));
}

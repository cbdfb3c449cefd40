// Texts that come in: pasted, dropped, opened, imported.

import { post } from "./api.js";
import { byId, plural, tell } from "./dom.js";
import { looksLikeHtml } from "./dialogs.js";

const TABLES = /\.(jsonl|ndjson|json)$/i;

/** Label a text, and keep it if there is a database; gives the document, or its key. */
export async function send({ content, isHtml, name, site }, database) {
  const body = { [isHtml ? "html" : "text"]: content, name: name || firstWords(content, isHtml) };
  if (site) body.source = site;
  if (!database) return { document: await post("/review/look", body) };
  const { key, new: isNew } = await post("/review/documents", body);
  if (!isNew) tell("This text was there already");
  return { key };
}

function firstWords(content, isHtml) {
  const found = isHtml ? /<title[^>]*>([^<]+)/i.exec(content)?.[1] : content;
  return (found ?? "page").trim().split(/\s+/).slice(0, 8).join(" ").slice(0, 80) || "pasted";
}

/** Take in files; `show` is called with what `send` gave for the last text among them. */
export async function takeFiles(files, database, show) {
  let last = null;
  for (const file of files) {
    const content = await file.text();
    if (TABLES.test(file.name)) await importFile(file.name, content, database);
    else last = await send({ content, isHtml: /\.html?$/i.test(file.name) || looksLikeHtml(content), name: file.name }, database);
  }
  await show(last);
}

async function importFile(name, content, database) {
  if (!database) return tell("Start nutgraf review, or serve with --database, to import labelled files", true);
  const { added, known } = await post("/review/import", { name, content });
  tell(`${plural(added, "document")} added${known ? `, ${known} known already` : ""}`);
}

/** Files that are dragged onto the page. */
export function catchDrops(take) {
  let depth = 0;
  const over = (step) => {
    depth = Math.max(0, depth + step);
    document.body.classList.toggle("dropping", depth > 0);
  };
  addEventListener("dragenter", (event) => {
    if (event.dataTransfer?.types.includes("Files")) over(1);
  });
  addEventListener("dragleave", () => over(-1));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    over(-depth);
    if (event.dataTransfer?.files.length) take(event.dataTransfer.files);
    else if (event.dataTransfer?.getData("text")) take([new File([event.dataTransfer.getData("text")], "dropped.txt")]);
  });
}

/** Let the person choose files. */
export function choose(take) {
  const input = byId("file");
  input.value = "";
  input.onchange = () => take(input.files);
  input.click();
}

// Puts the page together: what happens when something is pressed.

import { Problem, get, getBlob, setToken } from "./api.js";
import * as details from "./details.js";
import * as dialogs from "./dialogs.js";
import { LABELS, byId, make, mark, plural, tell } from "./dom.js";
import * as files from "./files.js";
import { listen } from "./keys.js";
import * as lines from "./lines.js";
import * as queue from "./queue.js";
import { KeptSession, LooseSession } from "./sessions.js";
import { Sheet, changesInWords, thresholdAt } from "./sheet.js";
import * as theme from "./theme.js";

const NAME = "nutgraf-reviewer";
/** Milliseconds after which the page asks what others did. */
const PATIENCE = 4000;

let service = { database: false };
let session = null;

/** Run something that may be refused, and tell why. */
async function attempt(action) {
  try {
    return await action();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.status !== 401) return tell(problem.message, true);
    const token = await dialogs.ask("Token", "This service asks for a token; whoever started it has it.", "Token");
    if (!token) return null;
    setToken(token);
    return attempt(action);
  }
}

async function reviewer() {
  const known = localStorage.getItem(NAME);
  if (known) return known;
  const text = "It stands next to your labels, so that others know whose they are.";
  const name = await dialogs.ask("Your name", text, "Name", service.reviewer ?? "");
  if (!name) throw new Problem(1, "A label needs a name");
  setName(name);
  return name;
}

function setName(name) {
  localStorage.setItem(NAME, name);
  byId("who").textContent = name;
}

function show(document) {
  const sheet = new Sheet(document);
  session = document.key === null ? new LooseSession(sheet) : new KeptSession(sheet, reviewer);
  byId("empty").hidden = true;
  byId("sheet").hidden = false;
  byId("title").textContent = document.id + (document.has_story ? "" : " · probably no story here");
  byId("slider").value = 50;
  if (document.key !== null) history.replaceState(null, "", `#${document.key}`);
  lines.show(sheet, { choose: (index) => go(index), give: (index, label) => giveTo(index, label) });
  lines.move(sheet, Math.max(0, document.headline ?? 0));
  byId("lines").parentElement.parentElement.scrollTop = 0;
  drawAll();
  details.show(session).catch(() => {});
}

async function open(key) {
  show(await get(`/review/documents/${key}`));
  await refreshQueue();
}

const refreshQueue = () =>
  service.database && queue.refresh(session?.key ?? null, (key) => attempt(() => open(key)));

function drawAll(changed = session.sheet.lines.keys()) {
  for (const index of changed) lines.draw(session.sheet, index);
  const counts = session.sheet.counts();
  byId("counts").replaceChildren(
    ...LABELS.map((label) => {
      const spoken = make("span", { class: "spoken", text: ` lines ${label}` });
      return make("span", { title: label }, mark(label), make("span", { text: counts[label] }), spoken);
    }),
  );
  byId("changes").textContent = changesInWords(session.sheet);
}

function go(index) {
  lines.move(session.sheet, index);
  details.show(session).catch(() => {});
}

/** Write labels, ask if another reviewer was faster, and show what came of it. */
async function write(changes, kind) {
  let changed;
  try {
    changed = await session.correct(changes, kind);
  } catch (problem) {
    if (problem.status !== 409) throw problem;
    changed = session.sheet.take(problem.body.corrections);
    if (await dialogs.askAboutConflict(session.sheet, problem.body.corrections, changes)) {
      changed = [...changed, ...(await session.correct(changes, kind))];
    }
  }
  drawAll(changed);
  await Promise.all([details.show(session), refreshQueue()]);
}

async function giveTo(index, label) {
  lines.move(session.sheet, index);
  await attempt(() => write([{ line: index, label }]));
}

/** Label the current line and go on to the next, as fast as keys are pressed. */
async function give(label) {
  const { sheet } = session;
  const line = sheet.current;
  lines.move(sheet, lines.neighbour(sheet, 1));
  await attempt(() => write([{ line, label }]));
}

async function undo() {
  await attempt(async () => {
    const changed = await session.undo();
    if (!changed.length) return tell("Nothing of yours to take back");
    drawAll(changed);
    go(changed[0]);
    return refreshQueue();
  });
}

async function next() {
  const index = session.sheet.nextUnsure();
  if (index >= 0) return go(index);
  const key = session.key ? queue.after(session.key) : null;
  if (key === null) return tell("No uncertain line is left");
  tell("No uncertain line is left here: on to the next document");
  return attempt(() => open(key));
}

/** Accept the model's labels on all lines that nobody has labelled, and go on to the next document. */
async function accept() {
  const changes = session.sheet.unreviewed().map((line) => ({ line, label: session.sheet.lines[line].label }));
  const { key } = session;
  await attempt(async () => {
    if (changes.length) await write(changes, "accept");
    tell(`${plural(changes.length, "line")} accepted`);
    const following = queue.after(key);
    if (following !== null) await open(following);
  });
}

function slide() {
  const { sheet } = session;
  const before = sheet.lines.map((_, index) => sheet.label(index));
  sheet.threshold = thresholdAt(Number(byId("slider").value), sheet.thresholds);
  drawAll([...before.keys()].filter((index) => sheet.label(index) !== before[index]));
  byId("slider").setAttribute("aria-valuetext", byId("changes").textContent || "balanced");
}

function toggleStory() {
  const only = byId("sheet").classList.toggle("story-only");
  byId("only").setAttribute("aria-pressed", String(only));
  if (only && session.sheet.label(session.sheet.current) !== "body") go(lines.neighbour(session.sheet, 1));
}

async function takeText() {
  const text = await dialogs.askForText();
  if (text) await attempt(async () => showSent(await files.send(text, service.database)));
}

async function showSent(sent) {
  if (sent?.document) return show(sent.document);
  if (sent) return open(sent.key);
  await refreshQueue();
  const first = session ? null : queue.after(null);
  return first === null ? null : open(first);
}

const takeFiles = (chosen) => {
  dialogs.closeText();
  return attempt(() => files.takeFiles(chosen, service.database, showSent));
};

async function download() {
  await attempt(async () => {
    const blob = await getBlob("/review/export");
    if (!blob.size) return tell("Nothing is reviewed yet");
    const link = make("a", { href: URL.createObjectURL(blob), download: "reviewed.jsonl" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    return tell("Reviewed lines saved as reviewed.jsonl");
  });
}

async function rename() {
  const name = await dialogs.ask("Your name", "It stands next to your labels.", "Name", localStorage.getItem(NAME) ?? "");
  if (name) setName(name);
}

/** Show what others do; a page that nobody looks at asks nothing. */
async function lookAround() {
  if (session?.key && document.visibilityState === "visible" && !dialogs.isOpen()) {
    const changed = await session.refresh().catch(() => []);
    if (changed.length) {
      drawAll(changed);
      const who = new Set(changed.map((line) => session.sheet.corrections.get(line).reviewer));
      tell(`${[...who].join(", ")}: ${plural(changed.length, "line")} changed`);
      await Promise.all([details.show(session), refreshQueue()]).catch(() => {});
    }
  }
  setTimeout(lookAround, PATIENCE);
}

const KEYS = [
  { names: ["b"], does: "label the line body", run: () => give("body") },
  { names: ["x"], does: "label the line boilerplate", run: () => give("boilerplate") },
  { names: ["p"], does: "label the line promo", run: () => give("promo") },
  { names: ["j", "ArrowDown"], does: "next line", run: () => go(lines.neighbour(session.sheet, 1)) },
  { names: ["k", "ArrowUp"], does: "line before", run: () => go(lines.neighbour(session.sheet, -1)) },
  { names: ["Home"], does: "first line", run: () => go(0) },
  { names: ["End"], does: "last line", run: () => go(session.sheet.lines.length - 1) },
  { names: ["n"], does: "next uncertain line, or the next document", run: next },
  { names: ["w"], does: "go to the reasons for the line's label; j and k lead back", run: () => byId("why").focus() },
  { names: ["u"], does: "undo your last step", run: undo },
  { names: ["a"], does: "accept the model's label on all other lines", run: () => session.key && accept() },
  { names: ["s"], does: "show the story only, or all lines", run: toggleStory },
  { names: ["c"], does: "copy the story", run: () => lines.copy(session.sheet) },
  { names: ["o"], does: "new text", run: takeText, always: true },
  { names: ["?"], does: "these keys", run: () => dialogs.showKeys(KEYS), always: true },
];

function connect() {
  const clicks = {
    new: takeText, begin: takeText, help: () => dialogs.showKeys(KEYS), undo, next, accept, export: download, who: rename,
    only: toggleStory, copy: () => lines.copy(session.sheet), import: () => files.choose(takeFiles),
    "open-file": () => files.choose(takeFiles),
  };
  for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener("click", () => action());
  byId("slider").addEventListener("input", slide);
  details.connect((label) => giveTo(session.sheet.current, label));
  files.catchDrops(takeFiles);
  listen(KEYS, () => session !== null && !dialogs.isOpen());
  addEventListener("paste", (event) => {
    const content = event.clipboardData?.getData("text/plain");
    if (!content?.trim() || dialogs.isOpen() || event.target.closest?.("input, textarea")) return;
    attempt(async () => showSent(await files.send({ content, isHtml: dialogs.looksLikeHtml(content) }, service.database)));
  });
}

async function begin() {
  theme.begin();
  connect();
  await attempt(async () => {
    service = await get("/review/state");
    if (service.database) document.documentElement.dataset.database = "";
    byId("who").textContent = localStorage.getItem(NAME) ?? "Your name";
    await refreshQueue();
    const wanted = Number(/^#(\d+)$/.exec(location.hash)?.[1]) || queue.after(null);
    if (wanted) await open(wanted);
  });
  document.documentElement.dataset.ready = "";
  setTimeout(lookAround, PATIENCE);
}

begin();

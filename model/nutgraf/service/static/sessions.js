// Where labels go: into the database of the service, or, without one, nowhere beyond this page.

import { get, post, stepName } from "./api.js";

const path = (key, rest = "") => `/review/documents/${key}${rest}`;

/** Answers that do not change: asked for once. */
class Known {
  constructor() {
    this.answers = new Map();
  }

  async get(key, ask) {
    if (!this.answers.has(key)) this.answers.set(key, await ask());
    return this.answers.get(key);
  }
}

/** A document that the service keeps. */
export class KeptSession {
  constructor(sheet, reviewer) {
    this.sheet = sheet;
    this.key = sheet.document.key;
    this.reviewer = reviewer;
    this.turn = Promise.resolve();
    this.reasonsOf = new Known();
  }

  /** Labels for some lines, all written or none. */
  correct(changes, kind = "set") {
    return this.#inTurn(async () => {
      const sent = changes.map(({ line, label }) => ({ line, label, seen: this.sheet.seen(line) }));
      const body = { reviewer: await this.reviewer(), step: stepName(), kind, changes: sent };
      return this.sheet.take(await this.#post("/corrections", body));
    });
  }

  undo() {
    return this.#inTurn(async () => {
      const body = { reviewer: await this.reviewer(), step: stepName() };
      return this.sheet.take(await this.#post("/undo", body));
    });
  }

  /** What others did meanwhile. */
  async refresh() {
    const last = Math.max(0, ...[...this.sheet.corrections.values()].map(({ number }) => number));
    return this.sheet.take(await get(path(this.key, `/history?after=${last}`)));
  }

  async history(line) {
    return (await get(path(this.key, "/history"))).filter((correction) => correction.line === line);
  }

  reasons(line) {
    return this.reasonsOf.get(line, () => get(path(this.key, `/reasons/${line}`)));
  }

  /** Steps are written one after the other, however fast the keys are pressed. */
  #inTurn(action) {
    const done = this.turn.then(action);
    this.turn = done.catch(() => {});
    return done;
  }

  /** Once more with the same step if the answer was lost: a step that is known is not written again. */
  async #post(rest, body) {
    try {
      return await post(path(this.key, rest), body);
    } catch (problem) {
      if (problem.status !== 0) throw problem;
      return post(path(this.key, rest), body);
    }
  }
}

/** A document that is only looked at: labels last as long as the page. */
export class LooseSession {
  constructor(sheet) {
    this.sheet = sheet;
    this.steps = [];
    this.number = 0;
    this.reasonsOf = new Known();
  }

  async correct(changes) {
    this.steps.push(changes.map(({ line }) => ({ line, label: this.sheet.correction(line)?.label ?? null })));
    return this.#take(changes);
  }

  async undo() {
    return this.#take(this.steps.pop() ?? []);
  }

  async refresh() {
    return [];
  }

  async history() {
    return [];
  }

  reasons(line) {
    const lines = this.sheet.lines.map(({ text }) => text);
    return this.reasonsOf.get(line, () => post("/review/reasons", { lines, line }));
  }

  #take(changes) {
    return this.sheet.take(changes.map((change) => ({ ...change, number: (this.number += 1), reviewer: "you" })));
  }
}

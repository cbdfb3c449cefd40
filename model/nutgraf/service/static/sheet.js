// A document as the page shows it: what the model says at the slider's threshold, and what people said.

/** Lines of which the model is less sure than this are worth a look. */
export const UNSURE = 0.75;

export class Sheet {
  constructor(document) {
    this.document = document;
    this.lines = document.lines;
    this.thresholds = document.thresholds;
    this.threshold = this.thresholds.balanced;
    this.current = 0;
    this.corrections = new Map();
    this.take(document.corrections || []);
  }

  /** Corrections as the service tells them; of each line the last counts. Returns the lines that changed. */
  take(corrections) {
    const newer = corrections.filter(({ line, number }) => number > (this.corrections.get(line)?.number ?? 0));
    for (const correction of newer) this.corrections.set(correction.line, correction);
    return newer.map(({ line }) => line);
  }

  correction(index) {
    const found = this.corrections.get(index);
    return found?.label ? found : null;
  }

  /** Number of the correction that is shown on a line: the service refuses a label that rests on an older one. */
  seen(index) {
    return this.corrections.get(index)?.number ?? 0;
  }

  /** What the model says at a threshold: the line is body if body's share of its best two scores reaches it. */
  modelLabel(index, threshold = this.threshold) {
    const { label, scores, share, fixed } = this.lines[index];
    if (fixed || threshold === this.thresholds.balanced) return label;
    if (share >= threshold) return "body";
    return scores.promo > scores.boilerplate ? "promo" : "boilerplate";
  }

  label(index) {
    return this.correction(index)?.label ?? this.modelLabel(index);
  }

  isChanged(index) {
    return !this.correction(index) && this.modelLabel(index) !== this.lines[index].label;
  }

  confidence(index) {
    return this.lines[index].scores[this.lines[index].label];
  }

  isUnsure(index) {
    return !this.correction(index) && !this.lines[index].fixed && this.confidence(index) < UNSURE;
  }

  /** The next line to look at after the current one, or from the top; -1 if there is none. */
  nextUnsure() {
    const count = this.lines.length;
    for (let step = 1; step <= count; step += 1) {
      const index = (this.current + step) % count;
      if (this.isUnsure(index)) return index;
    }
    return -1;
  }

  counts() {
    const counts = { body: 0, promo: 0, boilerplate: 0 };
    this.lines.forEach((_, index) => (counts[this.label(index)] += 1));
    return counts;
  }

  story() {
    return this.lines
      .filter((_, index) => this.label(index) === "body")
      .map((line) => line.text.trim())
      .join("\n");
  }

  unreviewed() {
    return this.lines.map((_, index) => index).filter((index) => !this.correction(index));
  }
}

/** The threshold at a place of the slider, 0 (precision) to 100 (recall), with 50 at balanced. */
export function thresholdAt(place, { precision, balanced, recall }) {
  const [from, to, share] = place < 50 ? [precision, balanced, place / 50] : [balanced, recall, place / 50 - 1];
  // Exact at both ends, unlike from + (to - from) * share.
  return from * (1 - share) + to * share;
}

/** What moving the slider does, in words. */
export function changesInWords(sheet) {
  const changed = sheet.lines.map((_, index) => index).filter((index) => sheet.isChanged(index));
  const gained = changed.filter((index) => sheet.modelLabel(index) === "body").length;
  const lost = changed.length - gained;
  const lines = (count) => `${count} line${count === 1 ? "" : "s"}`;
  if (sheet.threshold === sheet.thresholds.balanced) return "";
  if (!changed.length) return "no line changes";
  return [gained && `${lines(gained)} more as body`, lost && `${lines(lost)} fewer as body`].filter(Boolean).join(", ");
}

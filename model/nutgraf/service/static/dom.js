// Elements are made here and nowhere else. Text goes in through textContent alone: it is text of strangers.

export const byId = (id) => document.getElementById(id);

/** An element: `make("li", { class: "line", text: "…", onclick: f, "aria-selected": "true" }, child, …)`. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A bar that is filled to a share, 0 to 1. What it shows is said in words next to it. */
export function meter(share, kind = "") {
  const fill = make("span");
  fill.style.width = `${Math.round(100 * Math.min(1, Math.max(0, share)))}%`;
  return make("span", { class: `meter ${kind}`, "aria-hidden": "true" }, fill);
}

export const MARKS = { body: "B", promo: "P", boilerplate: "X" };
export const LABELS = ["body", "promo", "boilerplate"];

export function mark(label) {
  return make("b", { class: `mark ${label}`, text: MARKS[label], "aria-hidden": "true" });
}

let fading;

/** Tell what happened, in a place that screen readers read out. */
export function tell(text, fault = false) {
  const status = byId("status");
  status.textContent = text;
  status.classList.toggle("fault", fault);
  clearTimeout(fading);
  if (text) fading = setTimeout(() => tell(""), fault ? 9000 : 4000);
}

export const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

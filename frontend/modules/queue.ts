// Keeps the queue live. Rows change where they are; a row that is new comes in at once unless it
// would push the row that somebody reads: then a button says how many wait.
//
// <span data-module="live queue" data-rows="/staff/queue/rows/" data-updated="…{time}">

import type { LiveDetail } from "./live";
import { startUnder } from "./start";

// One look at the server for a burst of events.
const GATHER = 150;
const REREAD = 60_000;
// What pushes no row that somebody reads, or is worth it: the tabs, and who waits for an answer.
const ALWAYS_FRESH = ["[data-queue-tabs]", "[data-queue-wishes]"];
const OWN_CHANGES = new Set(["status", "message", "reply", "identity", "decision"]);

function pane(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-queue]");
}

function rowsOf(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-queue-rows] > li")];
}

/** The row that must stay where it is: the one in use, or the first in sight of a scrolled list. */
function readRow(queue: HTMLElement): HTMLElement | undefined {
  const rows = rowsOf(queue);
  const used = rows.find((row) => row.matches(":hover, :focus-within, .is-picked"));
  if (used) return used;
  const frame = queue.closest<HTMLElement>(".cb-pane");
  if (!frame || frame.scrollTop < 4) return undefined;
  const top = frame.getBoundingClientRect().top;
  return rows.find((row) => row.getBoundingClientRect().bottom > top + 40);
}

class Queue {
  private timer: number | undefined;
  private waiting: HTMLElement | undefined;

  constructor(private readonly element: HTMLElement) {
    document.querySelector("[data-queue-rows] .is-picked")?.scrollIntoView({ block: "nearest" });
    element.addEventListener("cb:live", ({ detail }) => this.hear(detail));
    document.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("[data-queue-news]")) this.showAll();
    });
    // What was missed while nothing was connected is read at once.
    new MutationObserver(() => this.soon()).observe(element, {
      attributeFilter: ["data-live-state"],
    });
    // Clocks run out without an event.
    window.setInterval(() => this.soon(), REREAD);
  }

  private hear({ kind, data }: LiveDetail): void {
    if (kind === "here") return;
    this.soon();
    const open = document.querySelector<HTMLElement>("[data-report]")?.dataset["report"];
    if (open && data["report"] === open && OWN_CHANGES.has(kind)) this.tellChanged();
  }

  private tellChanged(): void {
    const note = document.querySelector<HTMLElement>("[data-case-changed]");
    if (note) note.hidden = false;
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.read(), GATHER);
  }

  private async read(): Promise<void> {
    const queue = pane();
    const address = this.element.dataset["rows"];
    // Later pages and finished reports are a picture of a moment.
    if (!queue || !address || document.hidden || queue.dataset["first"] !== "yes") return;
    const query = new URLSearchParams();
    for (const name of ["tab", "find", "picked"]) query.set(name, queue.dataset[name] ?? "");
    try {
      const response = await fetch(`${address}?${query.toString()}`, { redirect: "error" });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector<HTMLElement>("[data-queue]");
      if (fresh) this.merge(queue, fresh);
    } catch {
      // No network: the foot of the page says so.
    }
  }

  private merge(queue: HTMLElement, fresh: HTMLElement): void {
    this.sayWhen();
    for (const part of ALWAYS_FRESH) {
      const news = fresh.querySelector(part);
      const copy = news ? document.importNode(news, true) : undefined;
      if (copy) queue.querySelector(part)?.replaceChildren(...copy.childNodes);
    }
    const count = queue.querySelector(".cb-tab__n")?.textContent;
    const door = document.querySelector('[data-count="queue"]');
    if (door && count) door.textContent = count;
    const known = new Map(rowsOf(queue).map((row) => [row.dataset["key"], row]));
    const rows = rowsOf(fresh);
    const reading = readRow(queue);
    const at = reading ? rows.findIndex((row) => row.dataset["key"] === reading.dataset["key"]) : -1;
    const pushing = rows.filter((row, i) => !known.has(row.dataset["key"]) && i < at);
    if (pushing.length > 0 || (reading && at < 0)) this.holdBack(queue, fresh, rows, known);
    else this.replace(queue, fresh);
  }

  /** Freshens the rows in sight where they stand, and says how many others wait. */
  private holdBack(
    queue: HTMLElement,
    fresh: HTMLElement,
    rows: HTMLElement[],
    known: ReadonlyMap<string | undefined, HTMLElement>,
  ): void {
    let news = 0;
    for (const row of rows) {
      const old = known.get(row.dataset["key"]);
      if (!old) news += 1;
      else if (!old.matches(":focus-within")) old.replaceWith(row.cloneNode(true));
    }
    startUnder(queue);
    this.waiting = fresh;
    const button = queue.querySelector<HTMLElement>("[data-queue-news]");
    if (!button) return;
    const words = news === 1 ? button.dataset["one"] : button.dataset["many"];
    button.textContent = (words ?? "").replace("{n}", String(news));
    button.hidden = news === 0;
  }

  private replace(queue: HTMLElement, fresh: HTMLElement): void {
    const focused = document.activeElement?.closest<HTMLElement>("li")?.dataset["key"];
    const next = document.importNode(fresh, true);
    queue.replaceWith(next);
    startUnder(next);
    if (focused) this.focus(next, focused);
    this.waiting = undefined;
    document.dispatchEvent(new CustomEvent("cb:rows"));
  }

  private focus(queue: HTMLElement, key: string): void {
    const row = rowsOf(queue).find((one) => one.dataset["key"] === key);
    row?.querySelector<HTMLElement>(".cb-q__title")?.focus({ preventScroll: true });
  }

  private showAll(): void {
    const queue = pane();
    if (queue && this.waiting) this.replace(queue, this.waiting);
    pane()?.closest<HTMLElement>(".cb-pane")?.scrollTo({ top: 0 });
  }

  private sayWhen(): void {
    const words = this.element.dataset["updated"];
    const place = this.element.querySelector<HTMLElement>("[data-live-status]");
    if (!words || !place || this.element.dataset["liveState"] !== "connected") return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour12: false });
    place.textContent = words.replace("{time}", time);
  }
}

export function queue(element: HTMLElement): void {
  new Queue(element);
}

// How many tasks somebody has, beside the door to them, while a page is open; the list of tasks says
// that it changed and moves no row that somebody reads.
//
// <a data-module="tasks" data-count-at="/staff/tasks/count/" data-stream="/live/queue/">
//   <span data-count="tasks">

import type { LiveDetail } from "./live";

const HEARD = new Set(["task", "reload"]);
const GATHER = 150;

class Tasks {
  private timer: number | undefined;

  constructor(private readonly element: HTMLElement) {
    // The page has one stream, which another module opens: it is there once all of them started.
    window.setTimeout(() => this.listen());
  }

  private listen(): void {
    const address = this.element.dataset["stream"] ?? "";
    const stream = document.querySelector<HTMLElement>(`[data-live="${CSS.escape(address)}"]`);
    stream?.addEventListener("cb:live", ({ detail }) => this.hear(detail));
  }

  private hear({ kind }: LiveDetail): void {
    if (!HEARD.has(kind)) return;
    const note = document.querySelector<HTMLElement>("[data-tasks-changed]");
    if (note) note.hidden = false;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.read(), GATHER);
  }

  private async read(): Promise<void> {
    const address = this.element.dataset["countAt"];
    const place = this.element.querySelector<HTMLElement>('[data-count="tasks"]');
    if (!address || !place) return;
    try {
      const response = await fetch(address, { redirect: "error" });
      if (!response.ok) return;
      const { mine } = (await response.json()) as { mine: string };
      place.textContent = mine;
    } catch {
      // No network: the page says so.
    }
  }
}

export function tasks(element: HTMLElement): void {
  new Tasks(element);
}

// Emergencies at the top of every page of staff: what the server drew is kept fresh, and rings while
// nobody has acknowledged one, if the person allowed it.
//
// <section data-module="alarms" data-list="/staff/alarms/" data-stream="/live/queue/"
//   data-kinds="alarm reload" data-on="…" data-off="…">
//   <div data-alarms> <button data-alarm-sound hidden>

import { live } from "./live";
import { isOn, ring, turn } from "./sound";
import { startUnder } from "./start";

const HEARD = new Set(["alarm", "reload"]);
const REREAD = 60_000;
const RING = 15_000;

function alarmsOf(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-alarm]")];
}

/** Which alarms there are and how each stands: what must change before anything is announced. */
function picture(root: ParentNode): string {
  return alarmsOf(root)
    .map((one) => [one.dataset["alarm"], one.className].join(":"))
    .join(" ");
}

class Alarms {
  private readonly list: HTMLElement | null;
  private readonly button: HTMLButtonElement | null;

  constructor(private readonly element: HTMLElement) {
    this.list = element.querySelector("[data-alarms]");
    this.button = element.querySelector<HTMLButtonElement>("[data-alarm-sound]");
    this.listen();
    this.button?.addEventListener("click", () => turn(!isOn()));
    document.addEventListener("cb:sound", () => this.show());
    window.setInterval(() => void this.read(), REREAD);
    window.setInterval(() => this.ring(), RING);
    this.show();
    this.ring();
  }

  /** Hears the stream that the page has already, or opens one. */
  private listen(): void {
    const address = this.element.dataset["stream"] ?? "";
    const there = document.querySelector<HTMLElement>(`[data-live="${CSS.escape(address)}"]`);
    const stream = there ?? this.element;
    stream.addEventListener("cb:live", ({ detail }) => {
      if (HEARD.has(detail.kind)) void this.read();
    });
    // What was missed while nothing was connected is read at once.
    new MutationObserver(() => void this.read()).observe(stream, {
      attributeFilter: ["data-live-state"],
    });
    if (there) return;
    this.element.dataset["live"] = address;
    live(this.element);
  }

  private async read(): Promise<void> {
    const address = this.element.dataset["list"];
    if (!address || !this.list) return;
    try {
      const response = await fetch(address, { redirect: "error" });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (picture(page) !== picture(this.list)) this.replace(this.list, page);
    } catch {
      // No network: the page says so.
    }
  }

  private replace(list: HTMLElement, page: Document): void {
    const focused = document.activeElement?.closest<HTMLElement>("[data-alarm]")?.dataset["alarm"];
    const before = this.raised().length;
    list.replaceChildren(...alarmsOf(page).map((one) => document.importNode(one, true)));
    startUnder(list);
    const again = alarmsOf(list).find((one) => focused && one.dataset["alarm"] === focused);
    again?.querySelector<HTMLElement>("button, .cb-btn")?.focus({ preventScroll: true });
    this.show();
    if (this.raised().length > before) this.ring();
  }

  private raised(): HTMLElement[] {
    return alarmsOf(this.element).filter((one) => one.dataset["state"] === "raised");
  }

  private ring(): void {
    if (this.raised().length > 0) void ring();
  }

  private show(): void {
    this.element.classList.toggle("has-alarms", alarmsOf(this.element).length > 0);
    if (!this.button) return;
    this.button.hidden = this.raised().length === 0;
    this.button.textContent = this.element.dataset[isOn() ? "on" : "off"] ?? "";
  }
}

export function alarms(element: HTMLElement): void {
  new Alarms(element);
}

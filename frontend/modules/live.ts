// Hears what happened on the server and passes it on, once each and in order.
//
// <div data-module="live" data-live="/live/…/" data-connected="…" data-waiting="…">
//   <span data-live-status></span>
//
// Each event becomes a "cb:live" event on the element: detail.kind, detail.data. The browser
// reconnects by itself with Last-Event-ID; here a stream that was refused is tried again, slower
// each time, and a page in the background gives up its stream.

export interface LiveDetail {
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

declare global {
  interface HTMLElementEventMap {
    "cb:live": CustomEvent<LiveDetail>;
  }
}

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;
const BACKGROUND = 5 * 60_000;

class Stream {
  private source: EventSource | undefined;
  private wait = FIRST_WAIT;
  private last = "";
  private retry: number | undefined;
  private sleep: number | undefined;

  constructor(
    private readonly element: HTMLElement,
    private readonly address: string,
  ) {
    document.addEventListener("visibilitychange", () => this.minding());
    window.addEventListener("online", () => this.again());
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", () => this.open());
    document.addEventListener("cb:leaving", () => this.close());
    this.open();
  }

  private open(): void {
    if (this.source) return;
    const address = new URL(this.address, window.location.href);
    // A stream that we open anew has no header: the address carries where we were.
    if (this.last) address.searchParams.set("since", this.last);
    const source = new EventSource(address);
    this.source = source;
    source.addEventListener("open", () => {
      this.wait = FIRST_WAIT;
      this.say("connected");
    });
    source.addEventListener("error", () => this.lost(source));
    for (const kind of this.kinds()) {
      source.addEventListener(kind, (event) => this.hear(kind, event as MessageEvent<string>));
    }
  }

  private kinds(): string[] {
    return ["message", ...(this.element.dataset["kinds"] ?? "").split(/\s+/).filter(Boolean)];
  }

  private hear(kind: string, event: MessageEvent<string>): void {
    this.last = event.lastEventId;
    const data = JSON.parse(event.data) as LiveDetail["data"];
    this.element.dispatchEvent(new CustomEvent("cb:live", { detail: { kind, data } }));
  }

  private lost(source: EventSource): void {
    this.say("waiting");
    if (source.readyState !== EventSource.CLOSED) return;
    this.source = undefined;
    window.clearTimeout(this.retry);
    this.retry = window.setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  private again(): void {
    window.clearTimeout(this.retry);
    this.wait = FIRST_WAIT;
    this.open();
  }

  private minding(): void {
    window.clearTimeout(this.sleep);
    if (document.visibilityState === "visible") this.again();
    else this.sleep = window.setTimeout(() => this.close(), BACKGROUND);
  }

  private close(): void {
    window.clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
  }

  private say(state: "connected" | "waiting"): void {
    this.element.dataset["liveState"] = state;
    for (const place of this.element.querySelectorAll<HTMLElement>("[data-live-status]")) {
      place.textContent = this.element.dataset[state] ?? "";
    }
  }
}

export function live(element: HTMLElement): void {
  const address = element.dataset["live"];
  if (address && "EventSource" in window) new Stream(element, address);
}

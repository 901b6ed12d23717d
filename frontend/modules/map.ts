// A drawn map that moves: drag, wheel, pinch and arrow keys; a tap or the space bar chooses a cell.
//
// <figure data-module="map" data-frame="city"> as the `hex_map` tag writes it. Without a script the
// zoom buttons load the page again with another frame; with one they do so only where this drawing
// ends, and only the map is swapped.

import {
  type Spot,
  apart,
  arrow,
  average,
  clamp,
  short,
  spread,
} from "./map-geometry";
import { rove } from "./map-keys";
import { askForCell, fetchStep, leave } from "./map-steps";
import { startUnder } from "./start";

const NEAREST = 4; // how many times larger than drawn
const STEP = 1.6;
const SLIP = 6; // pixels that a tap may wander

interface View {
  x: number;
  y: number;
  wide: number;
  high: number;
}

export function map(figure: HTMLElement): void {
  const svg = figure.querySelector<SVGSVGElement>(".cb-map__svg");
  if (!svg) return;
  new DrawnMap(figure, svg);
}

class DrawnMap {
  private readonly whole: View;
  private view: View;
  private readonly fingers = new Map<number, Spot>();
  private start: { view: View; spot: Spot; spread: number } | null = null;
  private moved = false;

  constructor(
    private readonly figure: HTMLElement,
    private readonly svg: SVGSVGElement,
  ) {
    const box = svg.viewBox.baseVal;
    this.whole = { x: box.x, y: box.y, wide: box.width, high: box.height };
    this.view = this.whole;
    figure.classList.add("cb-map--moves");
    this.listenToHands();
    this.listenToButtons();
    svg.addEventListener("change", (event) => this.nameChosen(event.target));
    if (this.choices().length) rove(svg, () => this.choices(), (cell) => this.bringIntoView(cell));
    else if (!svg.querySelector("a")) this.listenToArrows();
    this.offerToLocate();
  }

  // Looking

  private look(view: View): void {
    const wide = clamp(view.wide, this.whole.wide / NEAREST, this.whole.wide);
    const high = (wide * this.whole.high) / this.whole.wide;
    // The drawing reaches one frame beyond the frame on every side; half of it is for moving.
    const spareX = this.whole.wide * 0.5;
    const spareY = this.whole.high * 0.5;
    this.view = {
      x: clamp(view.x, -spareX, this.whole.wide + spareX - wide),
      y: clamp(view.y, -spareY, this.whole.high + spareY - high),
      wide,
      high,
    };
    this.svg.setAttribute("viewBox", [this.view.x, this.view.y, wide, high].map(short).join(" "));
    const times = this.whole.wide / wide;
    this.svg.style.setProperty("--cb-map-unit", String(short(1 / times)));
    this.svg.dataset["zoom"] = times < 1.9 ? "0" : times < 3.8 ? "1" : "2";
  }

  private zoom(times: number, around: Spot): void {
    const wide = clamp(this.view.wide / times, this.whole.wide / NEAREST, this.whole.wide);
    const real = wide / this.view.wide;
    this.look({
      x: around.x - (around.x - this.view.x) * real,
      y: around.y - (around.y - this.view.y) * real,
      wide,
      high: this.view.high * real,
    });
  }

  private middle(): Spot {
    return { x: this.view.x + this.view.wide / 2, y: this.view.y + this.view.high / 2 };
  }

  private spotOf(event: { clientX: number; clientY: number }, view = this.view): Spot {
    const box = this.svg.getBoundingClientRect();
    return {
      x: view.x + ((event.clientX - box.left) / box.width) * view.wide,
      y: view.y + ((event.clientY - box.top) / box.height) * view.high,
    };
  }

  // Hands

  private listenToHands(): void {
    this.svg.addEventListener("pointerdown", (event) => this.press(event));
    this.svg.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"] as const) {
      this.svg.addEventListener(end, (event) => this.release(event));
    }
    // A drag that ends on a link or a cell is no tap.
    this.svg.addEventListener("click", (event) => this.tap(event), { capture: true });
    this.svg.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY / 300), this.spotOf(event));
      },
      { passive: false },
    );
  }

  private press(event: PointerEvent): void {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.fingers.size === 1) this.moved = false;
    this.begin();
  }

  private begin(): void {
    const spots = [...this.fingers.values()];
    if (!spots.length) {
      this.start = null;
      return;
    }
    const centre = average(spots);
    this.start = {
      view: this.view,
      spot: this.spotOf({ clientX: centre.x, clientY: centre.y }),
      spread: spread(spots),
    };
  }

  private drag(event: PointerEvent): void {
    const before = this.fingers.get(event.pointerId);
    if (!before || !this.start) return;
    if (!this.moved && Math.hypot(event.clientX - before.x, event.clientY - before.y) < SLIP) return;
    if (!this.moved) {
      this.moved = true;
      this.figure.classList.add("cb-map--held");
      this.svg.setPointerCapture(event.pointerId);
    }
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const spots = [...this.fingers.values()];
    const times = this.start.spread ? spread(spots) / this.start.spread : 1;
    const { view, spot } = this.start;
    const wide = clamp(view.wide / times, this.whole.wide / NEAREST, this.whole.wide);
    const high = (wide * view.high) / view.wide;
    const box = this.svg.getBoundingClientRect();
    const centre = average(spots);
    this.look({
      x: spot.x - ((centre.x - box.left) / box.width) * wide,
      y: spot.y - ((centre.y - box.top) / box.height) * high,
      wide,
      high,
    });
  }

  private release(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    this.figure.classList.remove("cb-map--held");
    this.begin();
    if (this.moved && !this.fingers.size) this.drawBeyond();
  }

  /** Cells are drawn in the frame only: beyond it, ask for the cells around the new middle. */
  private drawBeyond(): void {
    const { x, y } = this.middle();
    const inside = x > 0 && x < this.whole.wide && y > 0 && y < this.whole.high;
    const step = this.figure.querySelector<HTMLElement>("button[data-step]");
    if (inside || !step || this.figure.dataset["frame"] === "city") return;
    const box = this.svg.getBoundingClientRect();
    const centre = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const near = this.choices().sort((a, b) => apart(a, centre) - apart(b, centre))[0];
    if (near) void this.follow(step, `spot.${near.value}`);
  }

  private tap(event: MouseEvent): void {
    if (this.moved) {
      this.moved = false;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.target instanceof HTMLInputElement) return;
    const cell = (event.target as Element).closest(".cb-map__choice");
    const input = cell?.querySelector("input");
    if (input) input.click(); // the corners of a cell, beside its round control
    else if (!(event.target as Element).closest("a")) this.tapArea(event);
  }

  private tapArea(event: MouseEvent): void {
    if (this.figure.dataset["frame"] !== "city") return;
    const at = DOMPoint.fromPoint({ x: event.clientX, y: event.clientY });
    const matrix = this.svg.getScreenCTM()?.inverse();
    if (!matrix) return;
    const spot = at.matrixTransform(matrix);
    for (const area of this.svg.querySelectorAll<SVGPathElement>(".cb-map__area")) {
      if (!area.isPointInFill(spot)) continue;
      const frame = area.dataset["frame"] ?? "";
      const step = this.figure.querySelector<HTMLElement>(`.cb-map__name[data-frame="${frame}"]`);
      if (step) void this.follow(step);
      return;
    }
  }

  private nameChosen(cell: EventTarget | null): void {
    const line = this.figure.querySelector<HTMLElement>("[data-map-chosen]");
    const words = line?.querySelector("strong");
    if (!line || !words || !(cell instanceof HTMLInputElement)) return;
    words.textContent = cell.getAttribute("aria-label");
    line.hidden = false;
  }

  // Keys

  private choices(): HTMLInputElement[] {
    return [...this.svg.querySelectorAll<HTMLInputElement>(".cb-map__input")];
  }

  private bringIntoView(element: Element): void {
    const box = element.getBoundingClientRect();
    const frame = this.svg.getBoundingClientRect();
    const inside =
      box.left >= frame.left &&
      box.right <= frame.right &&
      box.top >= frame.top &&
      box.bottom <= frame.bottom;
    if (inside) return;
    const spot = this.spotOf({
      clientX: (box.left + box.right) / 2,
      clientY: (box.top + box.bottom) / 2,
    });
    const { wide, high } = this.view;
    this.look({ x: spot.x - wide / 2, y: spot.y - high / 2, wide, high });
  }

  /** A map to look at moves with the arrow keys. */
  private listenToArrows(): void {
    this.svg.tabIndex = 0;
    this.svg.addEventListener("keydown", (event) => {
      const way = arrow(event.key);
      if (way) {
        const { x, y, wide, high } = this.view;
        this.look({ x: x + way.x * wide * 0.2, y: y + way.y * high * 0.2, wide, high });
      } else if (event.key === "+" || event.key === "=") this.zoom(STEP, this.middle());
      else if (event.key === "-") this.zoom(1 / STEP, this.middle());
      else return;
      event.preventDefault();
    });
  }

  // Buttons

  private listenToButtons(): void {
    this.figure.addEventListener("click", (event) => {
      const step = (event.target as Element).closest<HTMLElement>("[data-frame]");
      if (!step || step === this.figure || step.closest("svg.cb-map__svg")) return;
      event.preventDefault();
      if (step.dataset["step"] === "nearer" && this.canLookCloser()) {
        this.zoom(STEP, this.middle());
      } else if (step.dataset["step"] === "wider" && this.view.wide < this.whole.wide - 1) {
        this.zoom(1 / STEP, this.middle());
      } else void this.follow(step);
    });
  }

  /** Cells too small to tap need the next drawing, not a larger one. */
  private canLookCloser(): boolean {
    if (this.figure.dataset["frame"] === "city" && this.figure.dataset["picks"]) return false;
    return this.view.wide / STEP > this.whole.wide / NEAREST;
  }

  /** Load the page that a link or button leads to, and take the map from it. */
  private async follow(step: HTMLElement, frame = ""): Promise<void> {
    this.figure.setAttribute("aria-busy", "true");
    try {
      const text = await fetchStep(step, frame);
      const page = new DOMParser().parseFromString(text, "text/html");
      const next = page.getElementById(this.figure.id);
      if (!next) throw new Error("no map");
      this.figure.replaceWith(next);
      startUnder(next);
      if (frame) return;
      const same = next.querySelector<HTMLElement>(`[data-step="${step.dataset["step"] ?? ""}"]`);
      (same ?? next.querySelector<HTMLElement>("[data-step]"))?.focus({ preventScroll: true });
    } catch {
      if (!frame) leave(step);
    } finally {
      this.figure.removeAttribute("aria-busy");
    }
  }

  // Where I am

  private offerToLocate(): void {
    const button = this.figure.querySelector<HTMLButtonElement>("[data-map-locate]");
    if (!button || !("geolocation" in navigator)) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      this.say(button.dataset["asking"] ?? "");
      navigator.geolocation.getCurrentPosition(
        (position) => void this.locate(button, position.coords),
        () => this.say(button.dataset["refused"] ?? ""),
        { enableHighAccuracy: false, timeout: 15_000, maximumAge: 60_000 },
      );
    });
  }

  private async locate(button: HTMLButtonElement, at: GeolocationCoordinates): Promise<void> {
    const refused = button.dataset["refused"] ?? "";
    const form = this.figure.closest("form");
    const token = form?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value;
    try {
      const answer = await askForCell(button.dataset["url"] ?? "", at, token ?? "");
      this.say(answer.label ?? answer.error ?? refused);
      if (answer.cell) this.choose(answer.cell, button);
    } catch {
      this.say(refused);
    }
  }

  private choose(cell: string, button: HTMLButtonElement): void {
    const input = this.choices().find((choice) => choice.value === cell);
    if (input) {
      if (!input.checked) input.click();
      this.bringIntoView(input);
      input.focus({ preventScroll: true });
      return;
    }
    void this.follow(button, `spot.${cell}`).then(() => {
      const drawn = document.getElementById(this.figure.id);
      const there = [...(drawn?.querySelectorAll<HTMLInputElement>(".cb-map__input") ?? [])];
      there.find((choice) => choice.value === cell)?.click();
    });
  }

  private say(words: string): void {
    const line = this.figure.querySelector<HTMLElement>("[data-map-say]");
    if (!line) return;
    line.textContent = words;
    line.hidden = !words;
  }
}

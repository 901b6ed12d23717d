// Where it happened, as the phone found it when it was asked to: said in words, and taken out again.

import type { Letter } from "./phone-store";

export type Point = NonNullable<Letter["point"]>;

export class PhonePlace {
  private found: Point | undefined;
  private asked = 0; // an answer to an older question than this is about another report, or unwanted
  private readonly locate: HTMLButtonElement | null;
  private readonly takeOut: HTMLButtonElement | null;
  private readonly home: HTMLInputElement | null;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly changed: () => void,
  ) {
    this.locate = form.querySelector<HTMLButtonElement>("[data-phone-locate]");
    this.takeOut = form.querySelector<HTMLButtonElement>("[data-phone-unlocate]");
    this.home = form.querySelector<HTMLInputElement>("input[name=home]");
    this.locate?.addEventListener("click", () => this.ask());
    this.takeOut?.addEventListener("click", () => {
      this.point = undefined;
      this.say(this.takeOut?.dataset["out"]);
      this.locate?.focus();
      this.changed();
    });
  }

  get point(): Point | undefined {
    return this.found;
  }

  /** Sets what this report knows, and draws it: answers that are still on their way are for another. */
  set point(point: Point | undefined) {
    this.asked += 1;
    this.found = point;
    this.draw();
  }

  private draw(): void {
    const isThere = this.found !== undefined;
    this.say(isThere ? this.locate?.dataset["found"] : "");
    if (this.takeOut) this.takeOut.hidden = !isThere;
    if (!this.home) return;
    // Words alone cannot be made wider, so a home is asked about once there is a point.
    const choice = this.home.closest<HTMLElement>("label");
    if (choice) choice.hidden = !isThere;
    if (!isThere) this.home.checked = false;
  }

  private say(words: string | undefined): void {
    const line = this.form.querySelector("[data-phone-place]");
    if (line) line.textContent = words ?? "";
  }

  private ask(): void {
    const words = this.locate?.dataset ?? {};
    const mine = ++this.asked;
    this.say(words["asking"]);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        if (mine !== this.asked) return;
        this.point = { latitude, longitude };
        this.changed();
      },
      () => {
        if (mine !== this.asked) return;
        if (this.found) this.draw(); // what was found before is still there
        else this.say(words["refused"]);
      },
      { enableHighAccuracy: false, timeout: 15_000, maximumAge: 60_000 },
    );
  }
}

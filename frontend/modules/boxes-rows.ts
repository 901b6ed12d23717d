// The rows of numbers beside a picture, each of which means one box on it.

import type { Box, Frame } from "./boxes-frames";

export const SIDES = ["left", "top", "width", "height"] as const;

type Drawn = Omit<Frame, "n">;

/** The rows of one form: those that are seen, a free one, and one that is emptied. */
export class Rows {
  constructor(
    private readonly form: HTMLElement,
    private readonly list: HTMLElement,
    private readonly empty: HTMLTemplateElement,
    private readonly total: HTMLInputElement,
  ) {}

  shown(): HTMLElement[] {
    return this.every().filter((row) => !row.hidden);
  }

  number(row: HTMLElement): number {
    return this.shown().indexOf(row) + 1;
  }

  /** Returns a row without numbers: one that is there, or a new one; nothing when there are enough. */
  free(): HTMLElement | undefined {
    const blank = this.every().find(isBlank);
    if (blank) blank.hidden = false;
    return blank ?? this.added();
  }

  /** Writes the numbers on all rows, and returns the boxes that they mean. */
  numbered(): Frame[] {
    return this.shown().flatMap((row, index) => {
      for (const place of row.querySelectorAll("[data-number]")) place.textContent = String(index + 1);
      const box = row.dataset["drawn"] === undefined ? proposed(row) : typed(row);
      return box ? [{ ...box, n: index + 1 }] : [];
    });
  }

  /** Empties a row and puts it away; returns the row to go on with, if there is one. */
  takeOut(row: HTMLElement): HTMLElement | undefined {
    const place = this.number(row);
    const after = this.shown()[place] ?? this.shown()[place - 2];
    for (const side of SIDES) {
      const field = sideOf(row, side);
      if (field) field.value = "";
    }
    row.hidden = true;
    return after;
  }

  /** Shows the rows that came with the page as whoever draws needs them. */
  tidy(): void {
    for (const row of this.shown()) {
      offer(row);
      // Rows come with what is drawn.
      row.hidden = isBlank(row) && !row.querySelector(".cb-field__error");
    }
  }

  private every(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[data-row]")];
  }

  private added(): HTMLElement | undefined {
    const next = Number(this.total.value);
    if (next >= Number(this.form.dataset["most"])) return undefined;
    const before = this.shown().at(-1)?.querySelector("select")?.value;
    const holder = document.createElement("ol");
    holder.innerHTML = this.empty.innerHTML.replaceAll("__prefix__", String(next));
    const row = holder.firstElementChild;
    if (!(row instanceof HTMLElement)) return undefined;
    this.total.value = String(next + 1);
    this.list.append(row);
    const kind = row.querySelector("select");
    // Plates come in rows of cars, faces in groups.
    if (kind && before) kind.value = before;
    offer(row);
    return row;
  }
}

export function sideOf(row: HTMLElement | undefined, side: string): HTMLInputElement | null {
  return row?.querySelector<HTMLInputElement>(`input[name$="-${side}"]`) ?? null;
}

/** Writes a box that was drawn into a row. */
export function fill(row: HTMLElement, box: Box): void {
  for (const side of SIDES) {
    const field = sideOf(row, side);
    if (field) field.value = box[side].toFixed(1);
  }
}

function offer(row: HTMLElement): void {
  const remove = row.querySelector<HTMLButtonElement>("[data-remove]");
  if (remove) remove.hidden = false;
}

function isBlank(row: HTMLElement): boolean {
  return row.dataset["drawn"] !== undefined && SIDES.every((side) => !sideOf(row, side)?.value);
}

function proposed(row: HTMLElement): Drawn {
  const { x, y, width, height } = row.dataset;
  const kept = row.querySelector<HTMLInputElement>("input[type=checkbox]")?.checked ?? true;
  const [left, top, wide, high] = [x, y, width, height].map((side) => parseFloat(side ?? ""));
  return { left: left ?? 0, top: top ?? 0, width: wide ?? 0, height: high ?? 0, kept };
}

/** Returns the box that the numbers of a row mean, cut at the edges as the server cuts it. */
function typed(row: HTMLElement): Drawn | undefined {
  const [left, top, width, height] = SIDES.map((side) => sideOf(row, side)?.valueAsNumber ?? NaN);
  if (left === undefined || top === undefined || width === undefined || height === undefined) return undefined;
  const [wide, high] = [Math.min(width, 100 - left), Math.min(height, 100 - top)];
  // Not a number is not larger either.
  if (!(left >= 0 && top >= 0 && wide > 0 && high > 0)) return undefined;
  return { left, top, width: wide, height: high, kept: true };
}

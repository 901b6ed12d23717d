// Boxes drawn on a picture with a mouse, a finger or a pen. The rows of numbers beside it are the
// truth and work alone: drawing fills a row, and the frames show what the rows say.
//
// <form data-module="boxes" data-added="Box {n} is there." data-most="100" data-full="…">
//   <div data-stage><img><svg data-frames></svg></div>
//   <ol data-rows><li data-row data-x="12.00%" …> | <li data-row data-drawn>…</ol>
//   <template data-empty-row>  <button data-more>  <button data-by-hand>  <p data-said>

import { type Box, drag, drawFrames, frame } from "./boxes-frames";
import { fill, Rows, sideOf } from "./boxes-rows";

export function boxes(form: HTMLElement): void {
  const stage = form.querySelector<HTMLElement>("[data-stage]");
  const frames = form.querySelector<SVGSVGElement>("[data-frames]");
  const list = form.querySelector<HTMLElement>("[data-rows]");
  const empty = form.querySelector<HTMLTemplateElement>("template[data-empty-row]");
  const total = form.querySelector<HTMLInputElement>("input[name$=TOTAL_FORMS]");
  if (!stage || !frames || !list || !empty || !total) return;
  const rows = new Rows(form, list, empty, total);
  const redraw = (): void => drawFrames(frames, rows.numbered());

  drag(stage, {
    moved: (box) => {
      redraw();
      if (box) frames.append(frame({ ...box, n: 0, kept: true }));
    },
    done: (box) => {
      put(form, rows, box);
      redraw();
    },
  });
  form.addEventListener("input", redraw);
  form.addEventListener("change", redraw);
  form.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target.closest("button") : null;
    if (!pressed) return;
    if (pressed.matches("[data-by-hand], [data-more]")) event.preventDefault();
    if (press(form, rows, pressed)) redraw();
  });
  rows.tidy();
  for (const button of form.querySelectorAll<HTMLElement>("[data-by-hand]")) button.hidden = true;
  form.querySelector<HTMLElement>("[data-drawing]")?.removeAttribute("hidden");
  stage.classList.add("is-drawn-on");
  redraw();
}

function say(form: HTMLElement, words: string | undefined, n = 0): void {
  const said = form.querySelector<HTMLElement>("[data-said]");
  if (said) said.textContent = (words ?? "").replace("{n}", String(n));
}

/** Returns a row to write in, or says that there are enough. */
function freeOf(form: HTMLElement, rows: Rows): HTMLElement | undefined {
  const row = rows.free();
  if (!row) say(form, form.dataset["full"]);
  return row;
}

/** Writes a box that was drawn into a row of its own, and goes there. */
function put(form: HTMLElement, rows: Rows, box: Box): void {
  const row = freeOf(form, rows);
  if (!row) return;
  fill(row, box);
  say(form, form.dataset["added"], rows.number(row));
  row.querySelector("select")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/** Does what a button of the rows says, and tells whether it was one. */
function press(form: HTMLElement, rows: Rows, pressed: HTMLButtonElement): boolean {
  if (pressed.matches("[data-more]")) {
    sideOf(freeOf(form, rows), "left")?.focus();
    return true;
  }
  const row = pressed.matches("[data-remove]") ? pressed.closest<HTMLElement>("[data-row]") : null;
  if (!row) return false;
  const more = form.querySelector<HTMLElement>("[data-more]");
  const after = rows.takeOut(row);
  (after?.querySelector<HTMLElement>("select, input") ?? more)?.focus();
  return true;
}

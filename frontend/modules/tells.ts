// Shows, beside a box, what in it may tell who is writing, and asks what somebody did when only
// their looks are told. It is looked for on this device; nothing is sent and nothing is stopped.
//
// <div data-module="tells" data-for="id_of_the_box"> <… data-tells-advice>
// <div role="status"> <div data-tells-note hidden>… <ul data-tells-words></ul></div>
// <div data-looks-note hidden>…</div></div>

import { findTells } from "../tells/find";
import { tellsOnlyLooks } from "../tells/looks";

const PAUSE = 800;
// Far more than a box takes; what stands behind it is found once the rest is shorter.
const MOST = 12_000;

export function tells(element: HTMLElement): void {
  const box = document.getElementById(element.dataset["for"] ?? "");
  const advice = element.querySelector<HTMLElement>("[data-tells-advice]");
  const note = element.querySelector<HTMLElement>("[data-tells-note]");
  const list = element.querySelector<HTMLElement>("[data-tells-words]");
  const looks = element.querySelector<HTMLElement>("[data-looks-note]");
  if (!(box instanceof HTMLTextAreaElement) || !note || !list) return;
  let shown = "";
  let timer: number | undefined;

  const look = (): void => {
    const text = box.value.slice(0, MOST);
    const words = findTells(text).map((found) => found.words);
    if (looks) looks.hidden = !tellsOnlyLooks(text);
    // Said once, and again only when it is something else.
    if (words.join("\n") === shown) return;
    shown = words.join("\n");
    list.replaceChildren(...words.map(item));
    note.hidden = words.length === 0;
    if (advice) advice.hidden = words.length > 0;
  };
  box.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, PAUSE);
  });
  if (box.value) look();
}

function item(words: string): HTMLElement {
  const line = document.createElement("li");
  const apart = document.createElement("bdi");
  apart.textContent = words;
  line.append(apart);
  return line;
}

// Choosing cells by keyboard.

import { arrow, nearest } from "./map-geometry";

/** One stop for the tab key; arrows walk to the neighbour that lies that way. */
export function rove(
  svg: SVGSVGElement,
  choices: () => HTMLInputElement[],
  show: (cell: Element) => void,
): void {
  const all = choices();
  setStop(all, all.find((input) => input.checked) ?? all[0]);
  svg.addEventListener("keydown", (event) => {
    const from = event.target;
    const way = arrow(event.key);
    if (!(from instanceof HTMLInputElement) || !way) return;
    event.preventDefault();
    const next = nearest(from, choices(), way);
    if (!next) return;
    setStop(choices(), next);
    next.focus({ preventScroll: true });
    if (next.type === "radio") next.click();
    show(next);
  });
}

function setStop(all: HTMLInputElement[], stop: HTMLInputElement | undefined): void {
  for (const input of all) input.tabIndex = input === stop ? 0 : -1;
}

// How much a staff page holds: as the page has it, or as the person chose on this device.
//
// <fieldset data-module="density"> with radio buttons named "density": "", compact, cosy, roomy

import { keep, kept } from "./kept";

const KEY = "cb-density";
const DENSITIES = ["compact", "cosy", "roomy"];

function chosen(): string | undefined {
  const value = kept(KEY);
  return value && DENSITIES.includes(value) ? value : undefined;
}

/** Puts the chosen density on a staff page; run before the first paint. */
export function applyDensity(value: string | undefined = chosen()): void {
  const page = document.documentElement.dataset;
  // Only staff pages say how dense they are.
  if (!page["density"]) return;
  page["ownDensity"] ??= page["density"];
  page["density"] = value ?? page["ownDensity"];
}

export function density(element: HTMLElement): void {
  element.hidden = false;
  const now = chosen() ?? "";
  for (const input of element.querySelectorAll<HTMLInputElement>("input[name=density]")) {
    input.checked = input.value === now;
    input.addEventListener("change", () => {
      keep(KEY, input.value || undefined);
      applyDensity();
    });
  }
}

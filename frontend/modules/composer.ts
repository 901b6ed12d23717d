// The composer: counts the reach and redraws the messages while somebody writes, and its keys.
//
// <form data-module="composer" data-preview="/…/preview/" data-unsaved="…">

import { kept } from "./kept";

const PAUSE = 500;

export function composer(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  const form = element;
  const side = document.querySelector<HTMLElement>("[data-composer-side]");
  const saved = form.querySelector<HTMLElement>("[data-saved]");
  const address = form.dataset["preview"];
  let timer: number | undefined;
  let asked = 0;

  const count = document.querySelector<HTMLElement>("[data-composer-count]");
  if (count && side && address) count.hidden = true;

  const refresh = async (): Promise<void> => {
    if (!side || !address) return;
    const mine = ++asked;
    try {
      const response = await fetch(address, { method: "POST", body: new FormData(form) });
      const markup = response.ok ? await response.text() : "";
      // An older answer must not overwrite a newer one.
      if (markup && mine === asked) {
        side.replaceChildren(document.createRange().createContextualFragment(markup));
      }
    } catch {
      // Without the network the last count stays, and so does what was typed.
    }
  };

  form.addEventListener("input", () => {
    if (saved) saved.textContent = form.dataset["unsaved"] ?? "";
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void refresh(), PAUSE);
  });

  document.addEventListener("keydown", (event) => {
    const chord = event.ctrlKey || event.metaKey;
    if (chord && event.key.toLowerCase() === "s") press(event, "save");
    else if (chord && event.key === "Enter") press(event, "ask");
    else if (!chord && !event.altKey && !isTyping(event.target)) level(event);
  });

  const press = (event: KeyboardEvent, go: string): void => {
    event.preventDefault();
    document.querySelector<HTMLButtonElement>(`.cb-btn[name=go][value=${go}]`)?.click();
  };

  const level = (event: KeyboardEvent): void => {
    if (kept("cb-keys") === "off") return;
    const choices = form.querySelectorAll<HTMLInputElement>("input[name=severity]");
    const choice = choices[Number(event.key) - 1];
    if (!choice) return;
    choice.checked = true;
    choice.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=radio]), textarea, select");
}

// Single keys of the operations room: / searches, g and a letter goes, ? lists, j and k move through
// the queue, and a letter presses what carries it. They rest while somebody types, and can be
// turned off on this device.
//
// <dialog data-module="keys">   <fieldset data-module="keys-switch"> with a checkbox
// <a data-go="q">   <summary data-key="a">   <a data-key="x">   <a data-reply="ask">

import { keep, kept } from "./kept";
import { move } from "./rows";

const KEY = "cb-keys";
const GO_WAIT = 1_500;
const REPLY_KEYS: Readonly<Record<string, string>> = { r: "answer", q: "ask" };

let goUntil = 0;

function areOn(): boolean {
  return kept(KEY) !== "off";
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("dialog[open]")) return true;
  if (target instanceof HTMLInputElement) {
    return !["button", "checkbox", "radio", "submit"].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function press(selector: string): boolean {
  const target = document.querySelector<HTMLElement>(selector);
  target?.click();
  return target !== null;
}

function open(selector: string): boolean {
  const summary = document.querySelector<HTMLElement>(selector);
  if (summary instanceof HTMLAnchorElement) return press(selector);
  const box = summary?.parentElement;
  if (!(box instanceof HTMLDetailsElement)) return false;
  box.open = true;
  const field = box.querySelector<HTMLElement>("select, textarea, input:not([type=hidden])");
  (field ?? summary)?.focus();
  box.scrollIntoView({ block: "nearest" });
  return true;
}

function find(): boolean {
  const field = document.querySelector<HTMLInputElement>("#find");
  field?.focus();
  field?.select();
  return field !== null;
}

function act(key: string, list: HTMLDialogElement): boolean {
  if (Date.now() < goUntil) {
    goUntil = 0;
    return press(`[data-go="${CSS.escape(key)}"]`);
  }
  const how = REPLY_KEYS[key];
  if (how && press(`[data-reply="${how}"]`)) return true;
  switch (key) {
    case "g":
      goUntil = Date.now() + GO_WAIT;
      return true;
    case "?":
      list.showModal();
      return true;
    case "/":
      return find();
    case "j":
      return move(1);
    case "k":
      return move(-1);
    default:
      return key.length === 1 && open(`[data-key="${CSS.escape(key)}"]`);
  }
}

export function keys(element: HTMLElement): void {
  if (!(element instanceof HTMLDialogElement)) return;
  document.body.classList.toggle("has-keys", areOn());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = (event.target as Element | null)?.closest<HTMLFormElement>("form[data-decision]");
      form?.requestSubmit();
      return;
    }
    if (event.key === "Escape" && isTyping(event.target)) {
      (event.target as HTMLElement).blur();
      return;
    }
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (event.defaultPrevented || modified || !areOn() || isTyping(event.target)) return;
    if (act(event.key, element)) event.preventDefault();
  });
}

export function keysSwitch(element: HTMLElement): void {
  const input = element.querySelector("input");
  if (!input) return;
  element.hidden = false;
  input.checked = areOn();
  input.addEventListener("change", () => {
    keep(KEY, input.checked ? undefined : "off");
    document.body.classList.toggle("has-keys", input.checked);
  });
}

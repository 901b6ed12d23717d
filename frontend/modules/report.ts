// A report without reloads: each page is fetched and put in place of the one before. The receipt is
// made in this browser. What was typed stays in the page alone, and whoever leaves by accident is
// asked first.
//
// <div data-module="report" data-step="where" data-receipt-length="24" data-lost="…">
//   <form id="flow">…

import { whenProven } from "./proof";
import { newReceipt } from "./receipt-code";
import { leave as forgetPage } from "./report-leave";
import { startUnder } from "./start";

let place = 0; // which page of the way through this browser is on
let busy = false;
let listening = false;

export function report(element: HTMLElement): void {
  const form = element.querySelector<HTMLFormElement>("form#flow");
  listen();
  if (!form) {
    // Sent, or told to call: nothing is left to lose.
    forgetPage.clean();
    return;
  }
  makeReceipt(form, Number(element.dataset["receiptLength"]));
  form.addEventListener("input", () => forgetPage.dirty());
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    void go(element, form, event.submitter, place + 1);
  });
}

function listen(): void {
  if (listening) return;
  listening = true;
  window.history.replaceState({ ...window.history.state, report: 0 }, "");
  window.addEventListener("popstate", (event) => {
    const wanted = Number((event.state as { report?: number } | null)?.report ?? 0);
    const element = document.querySelector<HTMLElement>('[data-module~="report"]');
    const form = element?.querySelector<HTMLFormElement>("form#flow");
    if (!element || !form) {
      window.location.reload();
      return;
    }
    const back = wanted < place ? document.querySelector<HTMLElement>("button.cb-back") : null;
    if (wanted === place || (wanted < place && !back)) return;
    void go(element, form, back, wanted, true);
  });
  document.addEventListener("click", (event) => {
    // Our own way back is the browser's: both then agree on where we are.
    const back = event.target instanceof Element ? event.target.closest("button.cb-back") : null;
    if (!back || place === 0 || busy) return;
    event.preventDefault();
    window.history.back();
  });
}

/** The server never has to be believed about the one thing that opens the report. */
function makeReceipt(form: HTMLFormElement, length: number): void {
  const field = form.querySelector<HTMLInputElement>("input[name=receipt][data-fresh]");
  if (!field || !length) return;
  field.value = newReceipt(length);
  field.removeAttribute("data-fresh");
}

async function go(
  element: HTMLElement,
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  to: number,
  travelled = false,
): Promise<void> {
  if (busy) return;
  busy = true;
  form.setAttribute("aria-busy", "true");
  const before = element.dataset["step"];
  try {
    if (submitter?.getAttribute("value") === "send") await whenProven(form);
    const answers = new FormData(form, submitter);
    if (answers.get("go") === "skip-evidence") answers.delete("upload");
    const response = await fetch(form.action, {
      method: "POST",
      body: answers,
      credentials: "same-origin",
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.querySelector<HTMLElement>('[data-module~="report"]');
    if (!next) throw new Error("not a page of the report");
    const same = next.dataset["step"] === before;
    if (!same) place = to;
    if (!same && !travelled) window.history.pushState({ report: place }, "");
    if (same && travelled) window.history.pushState({ report: place }, "");
    show(page, same, submitter);
  } catch {
    if (travelled) window.history.pushState({ report: place }, "");
    sayLost(element);
  } finally {
    busy = false;
    form.removeAttribute("aria-busy");
  }
}

function show(page: Document, same: boolean, submitter: HTMLElement | null): void {
  const y = window.scrollY;
  document.title = page.title;
  speak(page);
  document.body.replaceWith(document.adoptNode(page.body));
  startUnder(document.body);
  if (document.querySelector(".cb-errors")) {
    window.scrollTo(0, 0);
    return; // the summary has taken the focus
  }
  if (same && submitter) {
    window.scrollTo(0, y);
    if (submitter.getAttribute("name") === "language") {
      focusOn(document.querySelector(".cb-tongues summary"));
      return;
    }
    focusOn(within("[role=status] input") ?? within("[role=status]") ?? heading());
    return;
  }
  window.scrollTo(0, 0);
  focusOn(heading());
}

/** A page may come in another language than the one before it: its fonts come with it. */
function speak(page: Document): void {
  const { lang, dir } = page.documentElement;
  Object.assign(document.documentElement, { lang, dir });
  const here = [...document.head.querySelectorAll("link[rel=stylesheet]")];
  for (const sheet of page.head.querySelectorAll("link[rel=stylesheet]")) {
    const href = sheet.getAttribute("href");
    if (!here.some((one) => one.getAttribute("href") === href)) {
      document.head.append(document.adoptNode(sheet));
    }
  }
}

function heading(): HTMLElement | null {
  return within("h1");
}

function within(selector: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`main ${selector}`);
}

function focusOn(element: HTMLElement | null): void {
  if (!element) return;
  if (!element.matches("input, button, a, summary")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function sayLost(element: HTMLElement): void {
  element.querySelector("[data-lost-note]")?.remove();
  const note = document.createElement("div");
  note.className = "cb-errors";
  note.setAttribute("role", "alert");
  note.dataset["lostNote"] = "";
  note.tabIndex = -1;
  const words = document.createElement("p");
  words.textContent = element.dataset["lost"] ?? "";
  note.append(words);
  element.prepend(note);
  note.scrollIntoView({ block: "center" });
  note.focus({ preventScroll: true });
}

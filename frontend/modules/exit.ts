// Leave at once: forget what was typed, then put a neutral page in the place of this one.
// Without a script the same link goes to /exit/, which forgets and redirects.

import { kept, WIPE_KEY } from "./kept";
import { forgetAllButWaiting, STORE_NAME } from "./phone-store";
import { mayWait } from "./waiting";

const PRESSES = 3;
const WITHIN = 5_000;
const A_MOMENT = 150;

let away = "";
let endpoint = "";
let words: DOMStringMap = {};
let presses: number[] = [];
let shiftAlone = false;
let announcer: HTMLElement | undefined;
let leaving = false;

export function exit(element: HTMLElement): void {
  const first = !away;
  away = element.dataset["away"] ?? "";
  endpoint = element.getAttribute("href") ?? "";
  words = element.dataset;
  element.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  if (!first || !away) return;
  document.addEventListener("keydown", notice);
  document.addEventListener("keyup", press);
  window.addEventListener("pageshow", (event) => {
    // Brought back by "back": show nothing that was there, ask the server anew.
    if (event.persisted && leaving) window.location.reload();
  });
}

// Shift counts only when it was pressed by itself, so typing capitals never leaves the page.
function notice(event: KeyboardEvent): void {
  shiftAlone = event.key === "Shift" && !event.repeat;
  if (event.key !== "Shift") presses = [];
}

function press(event: KeyboardEvent): void {
  if (event.key !== "Shift" || !shiftAlone) return;
  const now = Date.now();
  presses = [...presses.filter((at) => now - at < WITHIN), now];
  const more = PRESSES - presses.length;
  if (more <= 0) leave();
  else announce(more === 1 ? words["onceMore"] : words["more"]?.replace("{n}", String(more)));
}

function announce(text: string | undefined): void {
  if (!announcer?.isConnected) {
    announcer = document.createElement("p");
    announcer.className = "cb-hidden";
    announcer.setAttribute("role", "status");
    document.body.append(announcer);
  }
  announcer.textContent = text ?? "";
}

export function leave(): void {
  if (leaving) return;
  leaving = true;
  // A report that still waits on this phone would be lost for good, so it stays, sealed, unless
  // the person chose before that it goes too. Nothing is asked now.
  const keeps = mayWait() && kept(WIPE_KEY) !== "1";
  blank();
  const cleared = forget(keeps);
  if (!keeps) {
    window.location.replace(away);
    return;
  }
  // The page is blank already; what must be cleared one by one gets a moment, and no more.
  const soon = new Promise((done) => window.setTimeout(done, A_MOMENT));
  void Promise.race([cleared, soon]).then(() => window.location.replace(away));
}

function blank(): void {
  // An event lets open forms drop a warning about unsent words, which would hold the person here.
  document.dispatchEvent(new Event("cb:leaving"));
  for (const form of document.forms) form.reset();
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    "input:not([type=radio], [type=checkbox], [type=submit], [type=button]), textarea",
  )) {
    field.value = "";
  }
  document.title = words["leaving"] ?? "";
  document.body.replaceChildren();
}

function forget(keeps: boolean): Promise<unknown> {
  // The server ends our cookies and asks the browser to clear what it kept of this site.
  const body = new URLSearchParams(keeps ? { waits: "1" } : {});
  void fetch(endpoint, { method: "POST", body, keepalive: true, credentials: "same-origin" }).catch(
    () => undefined,
  );
  for (const storage of [() => localStorage, () => sessionStorage]) {
    try {
      storage().clear();
    } catch {
      // Storage may be switched off: then there is nothing to clear.
    }
  }
  return Promise.allSettled([clearCaches(), clearDatabases(keeps), clearBadge()]);
}

async function clearCaches(): Promise<void> {
  if (!("caches" in window)) return;
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function clearDatabases(keeps: boolean): Promise<void> {
  if (!("indexedDB" in window)) return;
  if (keeps) await forgetAllButWaiting();
  else indexedDB.deleteDatabase(STORE_NAME);
  if (!("databases" in indexedDB)) return;
  for (const { name } of await indexedDB.databases()) {
    if (name && name !== STORE_NAME) indexedDB.deleteDatabase(name);
  }
}

/** A number on the first screen of the phone would tell. */
async function clearBadge(): Promise<void> {
  await navigator.clearAppBadge?.();
}

// Leave at once: forget what was typed, then put a neutral page in the place of this one.
// Without a script the same link goes to /exit/, which forgets and redirects.

const PRESSES = 3;
const WITHIN = 5_000;

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
  blank();
  forget();
  window.location.replace(away);
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

function forget(): void {
  // The server ends our cookies and asks the browser to clear what it kept of this site.
  void fetch(endpoint, { method: "POST", keepalive: true, credentials: "same-origin" }).catch(
    () => undefined,
  );
  for (const storage of [() => localStorage, () => sessionStorage]) {
    try {
      storage().clear();
    } catch {
      // Storage may be switched off: then there is nothing to clear.
    }
  }
  if ("caches" in window) {
    void caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))));
  }
  if ("indexedDB" in window && "databases" in indexedDB) {
    void indexedDB.databases().then((databases) => {
      for (const { name } of databases) if (name) indexedDB.deleteDatabase(name);
    });
  }
}

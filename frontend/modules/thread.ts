// Keeps an open thread up to date: what changed is fetched and put in place, what is being typed
// stays.
//
// <div data-module="live thread" data-news="…"> <section data-thread-part="messages">

import { startUnder } from "./start";

const GATHER = 200;

export function thread(element: HTMLElement): void {
  let timer: number | undefined;
  const voice = document.createElement("p");
  voice.className = "cb-hidden";
  voice.setAttribute("role", "status");
  element.append(voice);

  element.addEventListener("cb:live", ({ detail }) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      void refresh(element).then((changed) => {
        if (changed && detail.kind !== "read") voice.textContent = element.dataset["news"] ?? "";
      });
    }, GATHER);
  });
}

async function refresh(element: HTMLElement): Promise<boolean> {
  let page: Document;
  try {
    const response = await fetch(window.location.href, { credentials: "same-origin" });
    if (!response.ok) return false;
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return false; // the stream tells us again once there is a connection
  }
  let changed = false;
  for (const part of element.querySelectorAll<HTMLElement>("[data-thread-part]")) {
    const fresh = page.querySelector<HTMLElement>(
      `[data-thread-part="${part.dataset["threadPart"] ?? ""}"]`,
    );
    if (!fresh || fresh.innerHTML === part.innerHTML) continue;
    part.replaceChildren(...document.adoptNode(fresh).childNodes);
    startUnder(part);
    changed = true;
  }
  return changed;
}

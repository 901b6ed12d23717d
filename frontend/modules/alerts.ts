// Warnings on open pages: a quiet line when one comes, changes or goes; sharing one; and how far
// a broadcast has come, in the operations room.

import type { LiveDetail } from "./live";

const WORDS: Readonly<Record<string, string>> = {
  "alert.live": "new",
  "alert.updated": "updated",
  "alert.cancelled": "gone",
  "alert.ended": "gone",
};

/** <div data-module="live alerts" data-new="…" data-updated="…" data-gone="…"> */
export function alerts(element: HTMLElement): void {
  const said = element.querySelector<HTMLElement>("[data-live-said]");
  const show = element.querySelector<HTMLAnchorElement>("[data-live-show]");
  element.addEventListener("cb:live", (event) => {
    const { kind } = (event as CustomEvent<LiveDetail>).detail;
    const words = WORDS[kind];
    if (!words || !said || !show) return;
    said.textContent = element.dataset[words] ?? "";
    show.href = window.location.href;
    show.hidden = false;
    element.classList.add("cb-livebar--on");
  });
}

/** <button data-module="share" data-title="…" data-copied="…" hidden> */
export function share(element: HTMLElement): void {
  const canShare = "share" in navigator;
  if (!canShare && !navigator.clipboard) return;
  element.hidden = false;
  element.addEventListener("click", () => {
    const address = window.location.href.split("#")[0] ?? "";
    if (canShare) {
      // Closing the sheet of the phone is no fault.
      navigator.share({ title: element.dataset["title"] ?? "", url: address }).catch(() => undefined);
      return;
    }
    void navigator.clipboard.writeText(address).then(() => {
      element.textContent = element.dataset["copied"] ?? "";
    });
  });
}

/** <section data-module="live broadcast">: numbers in [data-progress], the bar, the way on. */
export function broadcast(element: HTMLElement): void {
  element.addEventListener("cb:live", (event) => {
    const { kind, data } = (event as CustomEvent<LiveDetail>).detail;
    if (kind !== "progress") {
      // An update, a cancel or too much missed: the page says other things now.
      if (kind === "reload" || data["key"] === element.dataset["key"]) window.location.reload();
      return;
    }
    for (const place of element.querySelectorAll<HTMLElement>("[data-progress]")) {
      const value = data[place.dataset["progress"] ?? ""];
      if (typeof value === "number") place.textContent = value.toLocaleString();
    }
    const bar = element.querySelector<HTMLProgressElement>("[data-progress-bar]");
    if (bar && typeof data["percent"] === "number") bar.value = data["percent"];
    const pause = element.querySelector<HTMLElement>("[data-while-sending]");
    if (pause && data["percent"] === 100) pause.hidden = true;
  });
}

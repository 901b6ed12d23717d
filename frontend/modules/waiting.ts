// Says on every page that something on this phone is not sent yet, and sends it when it can.
//
// <p data-module="waiting" data-send="…" data-snap="…" data-one="…" data-many="… {n}" hidden>

import { sendAll } from "./phone-send";
import { countWaiting, onChange, parcels } from "./phone-store";

const SOONEST = 2_000;
const LATEST = 60_000;

let waiting: number | undefined;
let doubts = 0;

/** Whether Exit could lose a report if it wiped everything; yes until this page has looked. */
export function mayWait(): boolean {
  return waiting !== 0;
}

/** What was counted before is no longer sure: somebody keeps something at this moment. */
function doubt(): void {
  doubts += 1;
  waiting = undefined;
}

document.addEventListener("cb:keeping", doubt);

export function waitingLine(element: HTMLElement): void {
  const door = { send: element.dataset["send"] ?? "", snap: element.dataset["snap"] ?? "" };
  let timer: number | undefined;
  let looks = 0;
  let badged = 0;

  const show = async (): Promise<void> => {
    // Many changes come at once. Only the newest look may set the timer: each further one would
    // go on for ever beside it.
    const look = ++looks;
    const doubtsBefore = doubts;
    const count = await countWaiting();
    const next = count > 0 ? await pause() : undefined;
    if (look !== looks) return;
    if (doubtsBefore === doubts) waiting = count;
    const words = (count === 1 ? element.dataset["one"] : element.dataset["many"]) ?? "";
    const line = element.querySelector("[data-waiting-words]");
    if (line) line.textContent = words.replace("{n}", String(count));
    element.hidden = count === 0 || "quiet" in element.dataset;
    window.clearTimeout(timer);
    timer = next === undefined ? undefined : window.setTimeout(() => send(false), next);
    if (count > 0 || badged > 0) void badge(count);
    badged = count;
  };
  const send = (eager: boolean): void => {
    if (navigator.onLine) void sendAll(door, eager).then(show, show);
  };
  const refresh = (): void => void show().catch(() => undefined);

  onChange(() => {
    doubt();
    refresh();
  });
  window.addEventListener("online", () => send(true));
  document.addEventListener("cb:kept", () => send(true));
  void show().then(
    () => (waiting ? send(true) : undefined),
    () => undefined,
  );
}

/** The number on the icon is a courtesy: some browsers refuse it, and nothing waits for it. */
async function badge(count: number): Promise<void> {
  const shown = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  await shown?.catch(() => undefined);
}

async function pause(): Promise<number> {
  const next = (await parcels()).filter(({ state }) => state === "waiting");
  const soonest = Math.min(...next.map(({ after }) => after)) - Date.now();
  return Math.min(Math.max(soonest, SOONEST), LATEST);
}

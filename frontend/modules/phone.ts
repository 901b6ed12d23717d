// The page that opens without a signal: what is on this phone, and a form to add to it.
//
// <div data-module="phone" data-worker="/service-worker.js" …>

import { keep, kept, WIPE_KEY } from "./kept";
import { PhoneForm } from "./phone-form";
import { type Acts, showList } from "./phone-list";
import { onChange } from "./phone-store";
import { askForSync } from "./phone-sync";

export function phone(page: HTMLElement): void {
  const home = page.querySelector<HTMLElement>("[data-phone-home]");
  const element = page.querySelector<HTMLFormElement>("[data-phone-form]");
  if (!home || !element) return;
  const words = page.querySelector<HTMLElement>("[data-phone-words]")?.dataset ?? {};

  const say = (text: string | undefined): void => {
    const line = page.querySelector<HTMLElement>("[data-phone-said]");
    if (line) {
      line.className = text ? "cb-note cb-note--good" : "";
      line.textContent = text ?? "";
    }
  };
  const turn = (writing: boolean): void => {
    home.hidden = writing;
    element.hidden = !writing;
    if (!writing) home.querySelector<HTMLElement>("h1")?.focus();
  };
  const form = new PhoneForm(page, element, (isKept) => {
    turn(false);
    say(isKept ? words["keptNow"] : "");
    if (!isKept) return;
    // They chose to keep something here: now the worker may stay too, and send it later.
    void askForSync(page.dataset["worker"] ?? "");
    void navigator.storage?.persist?.();
    document.dispatchEvent(new Event("cb:kept"));
  });
  const write = async (begin: () => Promise<void> | void): Promise<void> => {
    say("");
    turn(true);
    await begin();
  };
  const acts: Acts = {
    say,
    send: () => document.dispatchEvent(new Event("cb:kept")),
    mend: (record) => write(() => form.mend(record)),
    use: (record) => write(() => form.beginWith(record)),
  };
  const draw = (): void => void showList(page, acts).catch(() => say(page.dataset["noStore"]));
  page.querySelector("[data-phone-start]")?.addEventListener("click", () => {
    void write(() => form.begin());
  });
  const picked = page.dataset["picked"];
  if (picked) void write(() => form.begin(picked));
  rememberWipe(page);
  onChange(draw);
  draw();
  page.hidden = false;
}

function rememberWipe(page: HTMLElement): void {
  const box = page.querySelector<HTMLInputElement>("[data-phone-wipe]");
  if (!box) return;
  box.checked = kept(WIPE_KEY) === "1";
  box.addEventListener("change", () => keep(WIPE_KEY, box.checked ? "1" : undefined));
}

// "Your area" is kept on this device and never sent: the first page puts its warnings first, and
// Near me opens there.

import { keep, kept } from "./kept";

const KEY = "cb-area";

interface Area {
  readonly frame: string;
  readonly name: string;
}

function keptArea(): Area | undefined {
  try {
    const area = JSON.parse(kept(KEY) ?? "null") as Partial<Area> | null;
    return area?.frame && area.name ? { frame: area.frame, name: area.name } : undefined;
  } catch {
    return undefined;
  }
}

/** The first page: names the area, and folds away warnings that do not touch it. */
export function near(element: HTMLElement): void {
  const area = keptArea();
  if (!area) return;
  const name = element.querySelector<HTMLElement>("[data-area-name]");
  if (name) name.textContent = area.name;
  for (const [selector, hidden] of [
    ["[data-area-none]", true],
    ["[data-area-some]", false],
  ] as const) {
    const words = element.querySelector<HTMLElement>(selector);
    if (words) words.hidden = hidden;
  }
  fold(element, area.frame.replace(/^area\./, ""));
}

function fold(element: HTMLElement, code: string): void {
  const cards = [...element.querySelectorAll<HTMLElement>("[data-areas]")];
  const others = cards.filter((card) => !(card.dataset["areas"] ?? "").split(" ").includes(code));
  const line = element.querySelector<HTMLElement>("[data-others]");
  const button = element.querySelector<HTMLElement>("[data-show-others]");
  if (others.length === 0 || !line || !button) return;
  for (const card of others) {
    // What is severe concerns everybody.
    card.hidden = !card.querySelector(".cb-alert--severe");
  }
  const hidden = others.filter((card) => card.hidden);
  if (hidden.length === 0) return;
  const words = hidden.length === 1 ? "othersOne" : "othersMany";
  button.textContent = (element.dataset[words] ?? "").replace("{n}", String(hidden.length));
  line.hidden = false;
  button.addEventListener("click", () => {
    for (const card of hidden) card.hidden = false;
    line.hidden = true;
    hidden[0]?.querySelector<HTMLElement>("a")?.focus();
  });
}

/** Near me: choosing goes at once, the area can be kept, and the page opens where it was kept. */
export function nearForm(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  const select = element.querySelector<HTMLSelectElement>("select[name=map]");
  const line = element.querySelector<HTMLElement>("[data-keep]");
  const button = element.querySelector<HTMLElement>("[data-keep-area]");
  if (!select || !line || !button) return;
  const area = keptArea();
  if (area && window.location.search === "" && [...select.options].some((o) => o.value === area.frame)) {
    select.value = area.frame;
    window.location.replace(`?map=${encodeURIComponent(area.frame)}${window.location.hash}`);
    return;
  }
  line.hidden = false;
  button.addEventListener("click", () => {
    const chosen = select.selectedOptions[0];
    if (!chosen) return;
    const chosenArea: Area = { frame: chosen.value, name: chosen.text.trim() };
    keep(KEY, chosen.value === "city" ? undefined : JSON.stringify(chosenArea));
    line.textContent = button.dataset["kept"] ?? "";
    line.setAttribute("role", "status");
  });
}

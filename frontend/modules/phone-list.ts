// What is on this phone, each with what can be done about it.

import { change, type Letter, letterOf, type Parcel, parcels, remove } from "./phone-store";

export interface Acts {
  readonly mend: (record: Parcel) => Promise<void>;
  readonly use: (record: Parcel) => Promise<void>;
  readonly send: () => void;
  readonly say: (words: string | undefined) => void;
}

let draws = 0;

export async function showList(page: HTMLElement, acts: Acts): Promise<void> {
  const list = page.querySelector<HTMLElement>("[data-phone-items]");
  const part = page.querySelector<HTMLElement>("[data-phone-kept]");
  if (!list || !part) return;
  const open = new Set(
    [...list.querySelectorAll<HTMLElement>("li:has(details[open])")].map((li) => li.dataset["id"]),
  );
  const mine = ++draws;
  const kept = await parcels();
  const items = await Promise.all(kept.map((record) => item(page, record, acts)));
  if (mine !== draws) return; // something changed meanwhile, and is being drawn
  for (const drawn of items) {
    const details = drawn.querySelector("details");
    if (details) details.open = open.has(drawn.dataset["id"]);
  }
  list.replaceChildren(...items);
  part.hidden = items.length === 0;
}

async function item(page: HTMLElement, record: Parcel, acts: Acts): Promise<HTMLElement> {
  const mould = page.querySelector<HTMLTemplateElement>("template[data-phone-item]");
  const drawn = mould?.content.firstElementChild?.cloneNode(true) as HTMLElement;
  const words = page.querySelector<HTMLElement>("[data-phone-words]")?.dataset ?? {};
  const slot = (name: string): HTMLElement | null =>
    drawn.querySelector<HTMLElement>(`[data-slot=${name}]`);
  const write = (name: string, text: string | undefined): void => {
    const place = slot(name);
    if (place) place.textContent = text ?? "";
  };
  drawn.dataset["id"] = record.id;
  drawn.dataset["state"] = record.state;
  let letter: Letter | undefined;
  try {
    letter = await letterOf(record);
  } catch {
    write("state", words["broken"]);
  }
  if (letter) {
    write("state", words[record.state]);
    write("note", record.state === "refused" ? letter.sentence : words[`${record.state}Note`]);
    const isReport = record.state !== "shared";
    write("title", isReport ? `${words["report"] ?? ""}${momentOf(letter)}` : words["noReport"]);
    write("receipt", (letter.receipt.match(/.{1,4}/g) ?? []).join(" "));
    write("words", [letter.title, letter.fields["description"]].filter(Boolean).join(": "));
    const summary = drawn.querySelector("summary");
    if (summary && record.state === "sent") summary.textContent = words["receipt"] ?? "";
  }
  const details = slot("details");
  if (details) details.hidden = !letter || record.state === "shared";
  slot("hex")?.classList.toggle("cb-item__hex--good", record.state === "sent");
  slot("hex")?.classList.toggle("cb-item__hex--warm", record.state === "refused");
  slot("buttons")?.append(...buttons(page, record, acts, words));
  return drawn;
}

function momentOf(letter: Letter): string {
  const said = Date.parse(letter.fields["said_at"] ?? "");
  if (Number.isNaN(said)) return "";
  const shape = { weekday: "long", day: "numeric", month: "long", hour: "numeric" } as const;
  const { lang } = document.documentElement;
  // English here is that of the town: the day before the month.
  return `: ${new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, shape).format(said)}`;
}

function buttons(
  page: HTMLElement,
  record: Parcel,
  acts: Acts,
  words: DOMStringMap,
): HTMLElement[] {
  const again = async (): Promise<void> => {
    await change(record.id, { after: 0, asked: false });
    acts.send();
  };
  const all: Record<Parcel["state"], [string, () => Promise<void>][]> = {
    waiting: [["doSend", again]],
    refused: [["doMend", () => acts.mend(record)]],
    sent: [],
    shared: [["doUse", () => acts.use(record)]],
  };
  const drawn = all[record.state].map(([name, act]) => button(page, words[name], () => void act()));
  if (record.state === "sent") {
    return [button(page, words["doClose"], () => void remove(record.id))];
  }
  return [...drawn, deleting(page, record, acts, words)];
}

function button(page: HTMLElement, text: string | undefined, act: () => void): HTMLButtonElement {
  const mould = page.querySelector<HTMLTemplateElement>("template[data-phone-button]");
  const drawn = mould?.content.firstElementChild?.cloneNode(true) as HTMLButtonElement;
  drawn.textContent = text ?? "";
  drawn.addEventListener("click", act);
  return drawn;
}

/** What would be gone for good is asked for twice. */
function deleting(
  page: HTMLElement,
  record: Parcel,
  acts: Acts,
  words: DOMStringMap,
): HTMLButtonElement {
  let sure = false;
  const drawn = button(page, words["doDelete"], () => {
    if (sure) {
      void remove(record.id).then(() => acts.say(words["deleted"]));
      return;
    }
    sure = true;
    drawn.textContent = words["sure"] ?? "";
    drawn.classList.replace("cb-btn--second", "cb-btn--danger");
  });
  return drawn;
}

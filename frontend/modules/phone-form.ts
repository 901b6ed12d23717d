// The report that is written without a signal, one question a page, all of it on this phone.

import { askForTopic, asksFirst, justHappened, restore, saysDanger, type Trouble, troubleOn, valuesOf } from "./phone-answers";
import { cleanPhoto } from "./phone-photo";
import { PhonePlace } from "./phone-place";
import { filesOf, keepLetter, type Letter, letterOf, type Parcel, remove } from "./phone-store";
import { newReceipt } from "./receipt-code";
import { leave } from "./report-leave";

const ORDER = ["emergency", "what", "first", "when", "where", "words", "photo", "receipt"] as const;
const AN_HOUR = 3_600_000;

export class PhoneForm {
  private step = "";
  private receipt = "";
  private id: string | undefined; // of the report that is changed
  private from: string | undefined; // what was shared, and is taken into this report
  private readonly place: PhonePlace;
  private photos: Blob[] = [];
  private saidAt = "";

  constructor(
    private readonly page: HTMLElement,
    private readonly form: HTMLFormElement,
    private readonly done: (kept: boolean) => void,
  ) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.goOn();
    });
    form.addEventListener("input", () => {
      leave.dirty();
      this.refresh();
    });
    form.querySelector("[data-phone-back]")?.addEventListener("click", () => this.goBack());
    this.place = new PhonePlace(form, () => leave.dirty());
    for (const pick of form.querySelectorAll<HTMLInputElement>("[data-phone-pick]")) {
      pick.addEventListener("change", () => void this.pick(pick));
    }
  }

  /** Starts an empty report, or one about a topic that was picked on the way here. */
  begin(topic = ""): void {
    this.form.reset();
    const picked = `input[name=topic][value="${CSS.escape(topic)}"]`;
    const choice = topic ? this.form.querySelector<HTMLInputElement>(picked) : null;
    if (choice) choice.checked = true;
    this.photos = [];
    this.id = this.from = this.place.point = undefined;
    this.saidAt = new Date(Math.floor(Date.now() / AN_HOUR) * AN_HOUR).toISOString();
    this.receipt = newReceipt(Number(this.page.dataset["receiptLength"]));
    this.show("emergency");
  }

  /** Starts a report with what was shared with the app. */
  async beginWith(shared: Parcel): Promise<void> {
    this.begin();
    const letter = await letterOf(shared);
    restore(this.form, letter.fields);
    for (const file of await filesOf(shared, letter)) await this.add(file);
    this.from = shared.id;
    this.show("emergency");
  }

  /** Opens a report again that was refused; its receipt stays. */
  async mend(record: Parcel): Promise<void> {
    const letter = await letterOf(record);
    this.begin();
    this.place.point = letter.point;
    restore(this.form, letter.fields);
    this.receipt = letter.receipt;
    this.saidAt = letter.fields["said_at"] ?? this.saidAt;
    this.photos = await filesOf(record, letter);
    this.id = record.id;
    this.show("emergency");
    this.complain({ sentence: letter.sentence ?? "", field: null });
  }

  private section(name = this.step): HTMLElement | null {
    return this.form.querySelector<HTMLElement>(`[data-phone-step=${name}]`);
  }

  private order(): string[] {
    const sheet = askForTopic(this.form);
    const without = (sheet?.dataset["without"] ?? "").split(" ");
    return ORDER.filter((name) => !without.includes(name) && (name !== "first" || asksFirst(sheet)));
  }

  private show(step: string): void {
    this.step = step;
    for (const each of this.form.querySelectorAll<HTMLElement>("[data-phone-step]")) {
      each.hidden = each.dataset["phoneStep"] !== step;
    }
    this.form.querySelector("[data-phone-errors]")?.replaceChildren();
    const next = this.form.querySelector<HTMLElement>("[data-phone-next]");
    if (next) {
      next.hidden = step === "call";
      next.dataset["go"] ??= next.textContent ?? "";
      next.textContent = (step === "receipt" ? next.dataset["last"] : next.dataset["go"]) ?? "";
    }
    this.trail();
    this.refresh();
    if (step === "receipt") this.showReceipt();
    if (step === "photo") this.showPhotos();
    if (step === "what") this.openChosen();
    window.scrollTo(0, 0);
    const heading = this.section()?.querySelector<HTMLElement>("h1");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  }

  /** A topic that is chosen already is seen, not folded away. */
  private openChosen(): void {
    for (const group of this.section()?.querySelectorAll("details") ?? []) {
      group.open = group.querySelector("input:checked") !== null;
    }
  }

  private trail(): void {
    const line = this.form.querySelector<HTMLElement>("[data-phone-trail]");
    const order = this.order();
    const now = order.indexOf(this.step) + 1;
    if (!line) return;
    line.hidden = now === 0;
    line.textContent = (line.dataset["phoneTrail"] ?? "")
      .replace("{now}", String(now))
      .replace("{of}", String(order.length));
  }

  private refresh(): void {
    askForTopic(this.form);
    const again = this.form.querySelector<HTMLElement>("[data-phone-again]");
    if (again) again.hidden = !justHappened(valuesOf(this.form));
  }

  private goBack(): void {
    const order = this.order();
    const before = this.step === "call" ? "emergency" : order[order.indexOf(this.step) - 1];
    if (before) {
      this.show(before);
      return;
    }
    this.place.point = undefined; // what is still looked for comes too late
    leave.clean();
    this.done(false);
  }

  private async goOn(): Promise<void> {
    const section = this.section();
    if (!section) return;
    const trouble = troubleOn(section, this.form, this.place.point !== undefined);
    if (trouble) {
      this.complain(trouble);
      return;
    }
    if (saysDanger(this.form, this.step)) {
      this.show("call");
      return;
    }
    const order = this.order();
    const next = order[order.indexOf(this.step) + 1];
    if (next) this.show(next);
    else await this.keep();
  }

  private complain({ sentence, field }: Trouble): void {
    const box = document.createElement("div");
    box.className = "cb-errors";
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    const title = document.createElement("h2");
    title.className = "cb-errors__title";
    title.textContent = this.page.dataset["problem"] ?? "";
    const line = document.createElement("p");
    const link = document.createElement(field ? "a" : "span");
    link.textContent = sentence;
    if (field instanceof HTMLElement && link instanceof HTMLAnchorElement) {
      link.href = `#${field.id}`;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        field.focus();
      });
    }
    line.append(link);
    box.append(title, line);
    this.form.querySelector("[data-phone-errors]")?.replaceChildren(box);
    box.scrollIntoView({ block: "center" });
    box.focus({ preventScroll: true });
  }

  private showReceipt(): void {
    const code = this.form.querySelector("[data-receipt-code]");
    const groups = this.receipt.match(/.{1,4}/g) ?? [];
    code?.replaceChildren(
      ...groups.flatMap((group) => {
        const part = document.createElement("span");
        part.className = "cb-code__g";
        part.textContent = group;
        return [part, " "];
      }),
    );
  }

  private async pick(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    leave.dirty();
    await this.add(file);
    this.showPhotos();
  }

  private async add(file: Blob): Promise<void> {
    const line = this.form.querySelector<HTMLElement>("[data-phone-picked]");
    const clean = await cleanPhoto(file);
    const tooBig = clean.size > Number(this.page.dataset["photoBytes"]);
    const tooMany = this.photos.length >= Number(this.page.dataset["mostPhotos"]);
    if (!tooBig && !tooMany) this.photos.push(clean);
    if (line) line.textContent = (tooBig ? line.dataset["tooBig"] : tooMany ? line.dataset["tooMany"] : "") ?? "";
  }

  private showPhotos(): void {
    const list = this.form.querySelector<HTMLElement>("[data-phone-photos]");
    const mould = this.form.querySelector<HTMLTemplateElement>("template[data-phone-photo]");
    if (!list || !mould) return;
    for (const picture of list.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    list.replaceChildren();
    for (const photo of this.photos) {
      const drawn = mould.content.cloneNode(true) as DocumentFragment;
      const picture = drawn.querySelector("img");
      if (picture) picture.src = URL.createObjectURL(photo);
      drawn.querySelector("button")?.addEventListener("click", () => {
        this.photos = this.photos.filter((other) => other !== photo);
        this.showPhotos();
        this.section()?.querySelector<HTMLElement>("h1")?.focus();
      });
      list.append(drawn);
    }
  }

  private async keep(): Promise<void> {
    const values = valuesOf(this.form);
    const point = this.place.point;
    // Of a home the part of town is enough: its street is not even kept here.
    if (values["home"] && point) delete values["place"];
    const sheet = askForTopic(this.form);
    const topic = this.form.querySelector("input[name=topic]:checked + .cb-choice__text");
    const letter: Letter = {
      fields: { ...values, set: sheet?.dataset["set"] ?? "", said_at: this.saidAt },
      title: topic?.textContent ?? "",
      language: document.documentElement.lang,
      receipt: this.receipt,
      types: this.photos.map(({ type }) => type),
      kept: [],
      ...(point && { point }),
    };
    try {
      await keepLetter(letter, this.photos, "waiting", this.id);
    } catch {
      // The words are still in the page: nothing was kept, and nothing is pretended.
      this.complain({ sentence: this.page.dataset["noStore"] ?? "", field: null });
      return;
    }
    if (this.from) await remove(this.from);
    this.place.point = undefined;
    leave.clean();
    this.form.reset();
    this.done(true);
  }
}

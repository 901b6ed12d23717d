// Who else is in the room, and who looks at the same report: a short heartbeat says "here", and its
// answer names the others. Nothing is kept of it for longer than a minute.
//
// <div data-module="presence" data-url="…" data-report="KEY"> with the csrf field inside

interface Person {
  readonly key: string;
  readonly name: string;
  readonly initials: string;
  readonly tone: string;
}

interface Room {
  readonly me: string;
  readonly people: readonly Person[];
  readonly reports: Readonly<Record<string, readonly Person[]>>;
}

const BEAT = 15_000;
const SHOWN = 3;

function face(person: Person): HTMLElement {
  const one = document.createElement("span");
  one.className = `cb-who__one cb-who__one--${person.tone}`;
  one.title = person.name;
  const letters = document.createElement("span");
  letters.setAttribute("aria-hidden", "true");
  letters.textContent = person.initials;
  const name = document.createElement("span");
  name.className = "cb-hidden";
  name.textContent = person.name;
  one.append(letters, name);
  return one;
}

function faces(people: readonly Person[]): HTMLElement[] {
  const shown = people.slice(0, people.length > SHOWN + 1 ? SHOWN : SHOWN + 1).map(face);
  const more = people.length - shown.length;
  if (more > 0) {
    const names = people.slice(shown.length).map(({ name }) => name);
    shown.push(face({ key: "", name: names.join(", "), initials: `+${more}`, tone: "g" }));
  }
  return shown;
}

function firstName({ name }: Person): string {
  return name.split(" ")[0] ?? name;
}

class Presence {
  private room: Room | undefined;

  constructor(private readonly element: HTMLElement) {
    window.setInterval(() => void this.beat(), BEAT);
    document.addEventListener("visibilitychange", () => void this.beat());
    document.addEventListener("cb:rows", () => this.paint());
    window.addEventListener("pagehide", () => this.leave());
    for (const live of document.querySelectorAll<HTMLElement>("[data-live]")) {
      live.addEventListener("cb:live", ({ detail }) => {
        if (detail.kind === "here") void this.beat();
      });
    }
    void this.beat();
  }

  private body(gone: boolean): URLSearchParams {
    const token = this.element.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
    const body = new URLSearchParams({
      csrfmiddlewaretoken: token?.value ?? "",
      report: this.element.dataset["report"] ?? "",
    });
    if (gone) body.set("gone", "1");
    return body;
  }

  private async beat(): Promise<void> {
    const address = this.element.dataset["url"];
    if (!address || document.hidden) return;
    try {
      const response = await fetch(address, {
        method: "POST",
        body: this.body(false),
        redirect: "error",
      });
      if (!response.ok) return;
      this.room = (await response.json()) as Room;
      this.paint();
    } catch {
      // No network: who is here is not known.
    }
  }

  private leave(): void {
    const address = this.element.dataset["url"];
    if (address) navigator.sendBeacon(address, this.body(true));
  }

  private paint(): void {
    if (!this.room) return;
    const { people, reports } = this.room;
    this.element.hidden = false;
    this.element.querySelector("[data-here-people]")?.replaceChildren(...faces(people));
    const words = people.length === 1 ? this.element.dataset["one"] : this.element.dataset["many"];
    const text = this.element.querySelector("[data-here-text]");
    if (text) text.textContent = (words ?? "").replace("{n}", String(people.length));
    this.paintRows(reports);
    this.paintCase(reports);
  }

  private paintRows(reports: Room["reports"]): void {
    for (const row of document.querySelectorAll<HTMLElement>("[data-queue-rows] > li")) {
      const here = reports[row.dataset["key"] ?? ""] ?? [];
      const place = row.querySelector("[data-queue-who]");
      if (!place || (here.length === 0 && !place.querySelector(".cb-who"))) continue;
      const who = document.createElement("span");
      who.className = "cb-who";
      who.append(...faces(here));
      place.replaceChildren(who);
    }
  }

  private paintCase(reports: Room["reports"]): void {
    const place = document.querySelector<HTMLElement>("[data-looking]");
    const here = reports[this.element.dataset["report"] ?? ""] ?? [];
    const others = here.filter(({ key }) => key !== this.room?.me);
    if (!place) return;
    place.hidden = others.length === 0;
    place.querySelector("[data-looking-people]")?.replaceChildren(...faces(here));
    const [first] = others;
    const words = others.length === 1 ? place.dataset["one"] : place.dataset["many"];
    const text = place.querySelector("[data-looking-text]");
    if (text && first) {
      const sentence = (words ?? "").replace("{n}", String(others.length));
      text.textContent = sentence.replace("{name}", firstName(first));
    }
  }
}

export function presence(element: HTMLElement): void {
  new Presence(element);
}

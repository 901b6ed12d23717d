// A hexagon that runs down. The server writes the time in words; here only the shape moves, and,
// where the page asks for digits, the time that is left.
//
// <svg data-module="clock" data-due="…" data-since="…">  <span data-clock-digits data-due="…">

const MINUTE = 60_000;
const SOON = 20 * MINUTE;
const TONES = ["cb-clock--soon", "cb-clock--late"];

interface Face {
  readonly element: HTMLElement;
  readonly due: number;
  readonly since: number;
}

const faces: Face[] = [];
let timer: number | undefined;

function isStaff(): boolean {
  return document.body.dataset["clocks"] === "seconds";
}

function moment(value: string | undefined): number {
  return value ? Date.parse(value) : Number.NaN;
}

function tick(): void {
  const now = Date.now();
  for (const face of faces) if (face.element.isConnected) draw(face, now);
}

function draw({ element, due, since }: Face, now: number): void {
  const left = due - now;
  const whole = due - since;
  const isLate = left <= 0;
  const isSoon = !isLate && (left < SOON || (whole > 0 && left < whole / 4));
  element.classList.remove(...TONES);
  if (isLate) element.classList.add("cb-clock--late");
  else if (isSoon) element.classList.add("cb-clock--soon");
  const hand = element.querySelector(".cb-clock__left");
  if (hand && whole > 0) {
    const share = isLate ? 100 : Math.round(100 * Math.min(1, left / whole));
    hand.setAttribute("stroke-dasharray", `${share} 100`);
  }
  if ("clockDigits" in element.dataset) element.textContent = digits(left);
}

/** Time that is left, or with a plus the time that is over: 4:51, 1:04:09, 11 h 20, 2 d 3 h. */
export function digits(milliseconds: number): string {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const sign = milliseconds < 0 ? "+" : "";
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  if (h >= 24) return `${sign}${Math.floor(h / 24)} d ${h % 24} h`;
  if (h >= 10) return `${sign}${h} h ${two(m)}`;
  return h > 0 ? `${sign}${h}:${two(m)}:${two(s)}` : `${sign}${two(m)}:${two(s)}`;
}

export function clock(element: HTMLElement): void {
  const due = moment(element.dataset["due"]);
  if (Number.isNaN(due)) return;
  const face = { element, due, since: moment(element.dataset["since"]) };
  faces.push(face);
  draw(face, Date.now());
  // One beat a second in the operations room, one a minute for the public.
  timer ??= window.setInterval(tick, isStaff() ? 1_000 : MINUTE);
}

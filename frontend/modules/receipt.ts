// Keeping a receipt: as a picture drawn in this browser, on paper, or copied.
//
// <div data-module="receipt" data-place="…" data-title="…" data-help="…" data-file="…">

const WIDTH = 720;
const HEIGHT = 960;
const CLIPBOARD_MILLISECONDS = 3_000;

export function receipt(element: HTMLElement): void {
  for (const part of element.querySelectorAll<HTMLElement>("[data-needs-script]")) {
    part.hidden = false;
  }
  on(element, "[data-receipt-save]", () => void save(element));
  on(element, "[data-receipt-print]", () => window.print());
  on(element, "[data-receipt-copy]", (button) => void copy(button));
}

function on(element: HTMLElement, part: string, act: (button: HTMLElement) => void): void {
  const button = element.querySelector<HTMLElement>(part);
  button?.addEventListener("click", () => act(button));
}

function groups(): string[] {
  const parts = document.querySelectorAll("[data-receipt-code] .cb-code__g");
  return [...parts].map((part) => part.textContent ?? "");
}

async function copy(button: HTMLElement): Promise<void> {
  const words = button.querySelector("span");
  try {
    await navigator.clipboard.writeText(groups().join(" "));
  } catch {
    return; // not allowed here: the letters are on the page to copy by hand
  }
  const before = words?.textContent ?? "";
  if (words) words.textContent = button.dataset["done"] ?? before;
  window.setTimeout(() => {
    if (words) words.textContent = before;
  }, CLIPBOARD_MILLISECONDS);
}

async function save(element: HTMLElement): Promise<void> {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  draw(pen, element.dataset);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${element.dataset["file"] ?? "receipt"}.png`;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
  const line = element.querySelector<HTMLElement>("[data-receipt-say]");
  if (!line) return;
  line.hidden = false;
  line.textContent = element.dataset["saved"] ?? "";
}

function draw(pen: CanvasRenderingContext2D, words: DOMStringMap): void {
  const sans = getComputedStyle(document.body).fontFamily;
  const code = document.querySelector("[data-receipt-code]");
  const mono = code ? getComputedStyle(code).fontFamily : "monospace";
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = "#12292c";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  write(pen, words["title"], `700 44px ${sans}`, 90);
  write(pen, words["place"], `400 28px ${sans}`, 145);
  const parts = groups();
  write(pen, parts.slice(0, 3).join("  "), `650 52px ${mono}`, 235);
  write(pen, parts.slice(3).join("  "), `650 52px ${mono}`, 305);
  drawSquare(pen);
  write(pen, words["help"], `400 28px ${sans}`, HEIGHT - 70);
}

function write(
  pen: CanvasRenderingContext2D,
  text: string | undefined,
  font: string,
  y: number,
): void {
  pen.font = font;
  pen.fillText(text ?? "", WIDTH / 2, y, WIDTH - 60);
}

function drawSquare(pen: CanvasRenderingContext2D): void {
  const square = document.querySelector<SVGSVGElement>("[data-receipt-square]");
  const shape = square?.querySelector("path")?.getAttribute("d");
  if (!square || !shape) return;
  const size = 460;
  const scale = size / square.viewBox.baseVal.width;
  pen.save();
  pen.translate((WIDTH - size) / 2 + scale, 370 + scale);
  pen.scale(scale, scale);
  pen.fill(new Path2D(shape));
  pen.restore();
}

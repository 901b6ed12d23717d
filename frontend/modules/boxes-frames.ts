// Frames over a picture, in per cent of its sides, and pulling one open with a pointer.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Frame extends Box {
  readonly n: number;
  readonly kept: boolean;
}

interface Pulled {
  moved: (box: Box | undefined) => void;
  done: (box: Box) => void;
}

const SVG = "http://www.w3.org/2000/svg";
// Less is a press that slipped, not a box.
const SMALLEST = 0.5;

/** Shows these frames and no others. */
export function drawFrames(svg: SVGSVGElement, frames: readonly Frame[]): void {
  svg.replaceChildren(...frames.map(frame));
}

/** Makes one frame with its number; without one it is still being pulled. */
export function frame(box: Frame): SVGGElement {
  const group = document.createElementNS(SVG, "g");
  group.classList.add("cb-frame");
  if (!box.kept) group.classList.add("cb-frame--off");
  for (const name of ["cb-frame__under", "cb-frame__line"]) {
    const line = document.createElementNS(SVG, "rect");
    line.classList.add(name);
    place(line, { x: box.left, y: box.top, width: box.width, height: box.height });
    group.append(line);
  }
  if (box.n) {
    const text = document.createElementNS(SVG, "text");
    text.classList.add("cb-frame__n");
    place(text, { x: box.left, y: box.top });
    text.setAttribute("dx", "5");
    text.setAttribute("dy", "18");
    text.textContent = String(box.n);
    group.append(text);
  }
  return group;
}

function place(element: SVGElement, sides: Readonly<Record<string, number>>): void {
  for (const [name, side] of Object.entries(sides)) element.setAttribute(name, `${side.toFixed(2)}%`);
}

/** Tells of a box that is pulled open over `stage` with any pointer; Escape lets go of it. */
export function drag(stage: HTMLElement, { moved, done }: Pulled): void {
  let from: { x: number; y: number; pointer: number } | undefined;

  const at = (event: PointerEvent): { x: number; y: number } => {
    const edge = stage.getBoundingClientRect();
    const part = (value: number, whole: number): number => Math.min(100, Math.max(0, (value / whole) * 100));
    return {
      x: part(event.clientX - edge.left, edge.width),
      y: part(event.clientY - edge.top, edge.height),
    };
  };
  const between = (event: PointerEvent): Box | undefined => {
    if (!from) return undefined;
    const to = at(event);
    return {
      left: Math.min(from.x, to.x),
      top: Math.min(from.y, to.y),
      width: Math.abs(to.x - from.x),
      height: Math.abs(to.y - from.y),
    };
  };
  const stop = (): void => {
    from = undefined;
    moved(undefined);
  };

  stage.addEventListener("pointerdown", (event) => {
    // A second finger makes the picture larger.
    if (!event.isPrimary || event.button !== 0) return stop();
    event.preventDefault();
    from = { ...at(event), pointer: event.pointerId };
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (from?.pointer === event.pointerId) moved(between(event));
  });
  stage.addEventListener("pointerup", (event) => {
    const box = from?.pointer === event.pointerId ? between(event) : undefined;
    stop();
    if (box && box.width >= SMALLEST && box.height >= SMALLEST) done(box);
  });
  stage.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && from) stop();
  });
}

// Where things lie on a drawn map, for the hand and the arrow keys.

export interface Spot {
  x: number;
  y: number;
}

export function nearest(
  from: HTMLInputElement,
  all: HTMLInputElement[],
  way: Spot,
): HTMLInputElement | undefined {
  const here = middleOf(from);
  let best: HTMLInputElement | undefined;
  let least = Infinity;
  for (const other of all) {
    if (other === from) continue;
    const there = middleOf(other);
    const along = (there.x - here.x) * way.x + (there.y - here.y) * way.y;
    const aside = Math.abs((there.x - here.x) * way.y) + Math.abs((there.y - here.y) * way.x);
    if (along <= 0.5 || aside > along * 1.9) continue;
    const far = along + aside * 1.2;
    if (far < least) {
      least = far;
      best = other;
    }
  }
  return best;
}

export function middleOf(element: Element): Spot {
  const box = element.getBoundingClientRect();
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
}

export function apart(element: Element, spot: Spot): number {
  const { x, y } = middleOf(element);
  return Math.hypot(x - spot.x, y - spot.y);
}

export function arrow(key: string): Spot | undefined {
  const ways: Record<string, Spot> = {
    ArrowLeft: { x: -1, y: 0 },
    ArrowRight: { x: 1, y: 0 },
    ArrowUp: { x: 0, y: -1 },
    ArrowDown: { x: 0, y: 1 },
  };
  return ways[key];
}

export function average(spots: Spot[]): Spot {
  const sum = spots.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  return { x: sum.x / spots.length, y: sum.y / spots.length };
}

export function spread(spots: Spot[]): number {
  const [one, other] = spots;
  return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

export function short(value: number): number {
  return Math.round(value * 1000) / 1000;
}

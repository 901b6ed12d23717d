// The row of the queue, or of what a search found, that the keyboard is on.

const LINKS = "[data-queue-rows] .cb-q__title, [data-found-rows] a";

function links(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>(LINKS)];
}

/** Moves to the next row or the one before; starts from the open report. False without any. */
export function move(step: 1 | -1): boolean {
  const all = links();
  if (all.length === 0) return false;
  const focused = all.findIndex((link) => link === document.activeElement);
  const picked = all.findIndex((link) => link.closest(".is-picked"));
  const from = focused >= 0 ? focused : picked;
  const to = from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + step));
  const link = all[to];
  link?.focus({ preventScroll: true });
  link?.closest("li, tr")?.scrollIntoView({ block: "nearest" });
  return true;
}

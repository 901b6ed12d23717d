// The row of the queue that the keyboard is on.

function links(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("[data-queue-rows] .cb-q__title")];
}

/** Moves to the next row or the one before; starts from the open report. False without a queue. */
export function move(step: 1 | -1): boolean {
  const all = links();
  if (all.length === 0) return false;
  const focused = all.findIndex((link) => link === document.activeElement);
  const picked = all.findIndex((link) => link.closest(".is-picked"));
  const from = focused >= 0 ? focused : picked;
  const to = from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + step));
  const link = all[to];
  link?.focus({ preventScroll: true });
  link?.closest("li")?.scrollIntoView({ block: "nearest" });
  return true;
}

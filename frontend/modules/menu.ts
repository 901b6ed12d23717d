// Menus made of <details>: one open at a time, closed by Escape and by a press outside.
//
// <details data-module="menu">

const menus = new Set<HTMLDetailsElement>();

export function menu(element: HTMLElement): void {
  if (!(element instanceof HTMLDetailsElement)) return;
  if (menus.size === 0) {
    document.addEventListener("click", ({ target }) => closeUnless(target));
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") escape();
    });
  }
  menus.add(element);
}

function closeUnless(target: EventTarget | null): void {
  for (const one of menus) {
    if (one.open && !(target instanceof Node && one.contains(target))) one.open = false;
  }
}

function escape(): void {
  for (const one of menus) {
    if (!one.open) continue;
    one.open = false;
    one.querySelector("summary")?.focus();
  }
}

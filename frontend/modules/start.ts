// Behaviour is added to elements that ask for it: <div data-module="clock">. Nothing depends on it:
// without a script every page still works.

export type Module = (element: HTMLElement) => void;
export type Modules = Readonly<Record<string, Module>>;

const started = new WeakMap<Element, Set<string>>();
let known: Modules = {};

/** Starts every module under `root` that has not been started: call it after swapping markup in. */
export function startUnder(root: ParentNode): void {
  const elements = [...root.querySelectorAll<HTMLElement>("[data-module]")];
  if (root instanceof HTMLElement && root.dataset["module"]) elements.unshift(root);
  for (const element of elements) startOn(element);
}

function startOn(element: HTMLElement): void {
  const before = started.get(element) ?? new Set<string>();
  started.set(element, before);
  for (const name of (element.dataset["module"] ?? "").split(/\s+/)) {
    const module = known[name];
    if (!module || before.has(name)) continue;
    before.add(name);
    try {
      module(element);
    } catch (error) {
      // One broken part must not take the others with it.
      console.error(name, error);
    }
  }
}

/** Names the modules of a bundle and starts them on the page. */
export function start(modules: Modules): void {
  known = modules;
  startUnder(document);
}

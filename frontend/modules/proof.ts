// A little work that shows that a browser sends this form and no flood: done once a form, aside,
// while the person types. Without it, or before it is done, the form works as well: see wait.ts.
//
// <input type="hidden" name="challenge" value="{…}">
// <input type="hidden" name="proof" data-module="proof" data-worker="/static/…/proof-worker.js">

const LONGEST_HOLD = 4_000;

// Pages of a form follow one another in the same document: what was begun on one is ready on the next.
const works = new Map<string, Promise<string>>();

export function proof(element: HTMLElement): void {
  if (!(element instanceof HTMLInputElement) || element.value) return;
  const challenge = element.form?.querySelector<HTMLInputElement>("input[name=challenge]")?.value;
  const worker = element.dataset["worker"];
  if (!challenge || !worker) return;
  void workOn(challenge, worker).then((solved) => {
    element.value = solved;
  });
}

/** Waits a moment for work that is nearly done, before a form goes off for good. */
export async function whenProven(form: HTMLFormElement): Promise<void> {
  const challenge = form.querySelector<HTMLInputElement>("input[name=challenge]")?.value ?? "";
  const work = works.get(challenge);
  if (!work) return;
  await Promise.race([work, new Promise((done) => window.setTimeout(done, LONGEST_HOLD))]);
}

function workOn(challenge: string, worker: string): Promise<string> {
  const begun = works.get(challenge) ?? solve(challenge, worker).catch(() => "");
  works.set(challenge, begun);
  return begun;
}

function solve(challenge: string, address: string): Promise<string> {
  const parsed: unknown = JSON.parse(challenge);
  const worker = new Worker(address);
  return new Promise<string>((done, failed) => {
    worker.onmessage = ({ data }: MessageEvent<{ counter?: number; error?: unknown } | null>) => {
      if (typeof data?.counter !== "number") failed(new Error("not solved"));
      else done(btoa(JSON.stringify({ challenge: parsed, solution: data })));
    };
    worker.onerror = () => failed(new Error("no worker"));
    worker.postMessage({ type: "work", challenge: parsed });
  }).finally(() => worker.terminate());
}

// Counts the seconds until a place in the line has come, and sends the form then.
//
// <div data-module="wait" data-seconds="30" data-form="flow"> <p data-wait-by-hand>
// <p data-wait-by-itself hidden>… <span data-wait-left>

export function wait(element: HTMLElement): void {
  const form = document.getElementById(element.dataset["form"] ?? "");
  const button = form?.querySelector<HTMLButtonElement>("button[name=go][value=send]");
  const left = element.querySelector<HTMLElement>("[data-wait-left]");
  const seconds = Number(element.dataset["seconds"]);
  if (!(form instanceof HTMLFormElement) || !button || !left || !seconds) return;
  element.querySelector<HTMLElement>("[data-wait-by-hand]")?.setAttribute("hidden", "");
  element.querySelector<HTMLElement>("[data-wait-by-itself]")?.removeAttribute("hidden");
  const until = performance.now() + seconds * 1_000;

  const tick = (): void => {
    // Sent by hand, or gone to another page of the form.
    if (!element.isConnected) return;
    const rest = Math.max(0, Math.ceil((until - performance.now()) / 1_000));
    left.textContent = String(rest);
    if (rest) window.setTimeout(tick, 250);
    else form.requestSubmit(button);
  };
  tick();
}

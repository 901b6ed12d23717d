// Registers the worker that keeps the shell of the site on the phone; never on a page that is
// sensitive, so that nothing on the phone tells of a visit that was in a hurry.

export function registerWorker(): void {
  const address = document.body.dataset["serviceWorker"];
  if (!address || "sensitive" in document.body.dataset || !("serviceWorker" in navigator)) return;
  window.addEventListener("load", () => {
    navigator.serviceWorker.register(address).catch(() => undefined);
  });
}

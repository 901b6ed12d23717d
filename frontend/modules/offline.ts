// A line that says when there is no signal, and goes away when it is back.

export function offline(element: HTMLElement): void {
  const show = (): void => {
    element.hidden = navigator.onLine;
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}

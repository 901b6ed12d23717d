// A form is sent once, however often its button is pressed.
//
// <form data-module="once" data-sending="Sending…">

export function once(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  let sending = false;

  element.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    sending = true;
    element.setAttribute("aria-busy", "true");
    const button = event.submitter;
    const text = element.dataset["sending"];
    // After this turn, so that the button's own name and value still go with the form.
    window.setTimeout(() => {
      if (text && button?.classList.contains("cb-btn")) button.textContent = text;
      button?.setAttribute("aria-disabled", "true");
    });
  });

  // The page may come back with "back", as it was left.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sending = false;
    element.removeAttribute("aria-busy");
    for (const button of element.querySelectorAll("[aria-disabled]")) {
      button.removeAttribute("aria-disabled");
    }
  });
}

// Start with a photo: as soon as there is one, the report begins with it.
//
// <form data-module="camera"><label><input type="file"></label><button data-camera-go data-sending>

export function camera(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement)) return;
  const pick = form.querySelector<HTMLInputElement>("input[type=file]");
  const button = form.querySelector<HTMLElement>("[data-camera-go]");
  const words = form.querySelector("label span");
  if (!pick || !button) return;
  const before = words?.textContent ?? "";
  form.classList.add("cb-camera--quick");
  button.hidden = true;
  pick.addEventListener("change", () => {
    if (!pick.files?.length) return;
    if (words) words.textContent = button.dataset["sending"] ?? before;
    form.requestSubmit();
  });
  // Back from the report: the button must be as it was.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    form.reset();
    if (words) words.textContent = before;
  });
}

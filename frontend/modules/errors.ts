// A page that came back with errors starts at their summary, as the voice of a screen reader should.

export function errors(element: HTMLElement): void {
  element.focus();
  element.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const id = link?.getAttribute("href")?.slice(1);
    const field = id ? document.getElementById(id) : null;
    if (!field) return;
    event.preventDefault();
    const group = field.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for="${id}"]`);
    (group ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

// "Answer" and "Ask something" lead into the one place where words are written.
//
// <form data-module="reply"> with radio buttons named "kind"; <a data-reply="ask" href="#reply">

export function reply(element: HTMLElement): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest<HTMLElement>("[data-reply]");
    if (!link) return;
    event.preventDefault();
    const how = link.dataset["reply"] ?? "";
    const choice = element.querySelector<HTMLInputElement>(`input[name=kind][value="${how}"]`);
    if (choice) choice.checked = true;
    element.querySelector<HTMLTextAreaElement>("textarea")?.focus();
    element.scrollIntoView({ block: "nearest" });
  });
}

// A suggested answer goes into the words of the form in place. Without this, its link loads the
// page with the words in the form.
//
// <details data-module="suggest" data-into="id of the words" data-template="id of its hidden field">
// holds <template>the words</template><a data-suggest="key" data-kind="answer or ask">

export function suggest(element: HTMLElement): void {
  const words = document.getElementById(element.dataset["into"] ?? "");
  const kept = document.getElementById(element.dataset["template"] ?? "");
  const said = element.querySelector<HTMLElement>("[data-suggest-said]");
  if (!(words instanceof HTMLTextAreaElement)) return;

  element.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>("a[data-suggest]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const text = link.parentElement?.querySelector("template")?.content.textContent;
    if (!text) return;
    event.preventDefault();
    // What somebody typed is never lost: the answer goes below it.
    const typed = words.value.trimEnd();
    words.value = typed ? `${typed}\n\n${text}` : text;
    words.dispatchEvent(new Event("input", { bubbles: true }));
    if (kept instanceof HTMLInputElement) kept.value = link.dataset["suggest"] ?? "";
    choose(words.form, link.dataset["kind"] ?? "");
    if (said) said.textContent = (typed ? said.dataset["added"] : said.dataset["filled"]) ?? "";
    words.focus();
    words.setSelectionRange(words.value.length, words.value.length);
  });
}

function choose(form: HTMLFormElement | null, kind: string): void {
  const choice = form?.querySelector<HTMLInputElement>(`input[type=radio][name=kind][value="${kind}"]`);
  if (choice) choice.checked = true;
}

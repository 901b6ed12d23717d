// How many characters are left, said when the person stops typing.
//
// <div data-module="count" data-limit="2000"> … <p class="cb-count" data-left="…" data-over="…">

const PAUSE = 1_000;

export function count(element: HTMLElement): void {
  const field = element.querySelector("textarea");
  const line = element.querySelector<HTMLElement>(".cb-count");
  const limit = Number(element.dataset["limit"]);
  if (!field || !line || !limit) return;
  const voice = line.cloneNode(false) as HTMLElement;
  voice.className = "cb-hidden";
  voice.setAttribute("aria-live", "polite");
  line.after(voice);
  line.setAttribute("aria-hidden", "true");
  // Words over the limit are shown and counted, never cut off while somebody pastes them.
  field.removeAttribute("maxlength");
  let timer: number | undefined;

  const show = (): void => {
    // Line ends travel as two characters.
    const left = limit - field.value.replace(/\r?\n/g, "\r\n").length;
    const words = left < 0 ? line.dataset["over"] : line.dataset["left"];
    line.textContent = `${words ?? ""} ${Math.abs(left)}`;
    line.classList.toggle("cb-count--over", left < 0);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      voice.textContent = line.textContent;
    }, PAUSE);
  };
  field.addEventListener("input", show);
  if (field.value) show();
}

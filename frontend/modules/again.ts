// A page that waits for the worker looks whether it is done, and shows what came of it.
//
// <div data-module="again" data-state="asked">

const PAUSE = 1_500;
// Three minutes: a page that looks for ever would keep the sign-in of somebody who left.
const MOST = 120;

export function again(element: HTMLElement): void {
  const state = element.dataset["state"];
  let looks = 0;

  const look = async (): Promise<void> => {
    if (!element.isConnected || ++looks > MOST) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector<HTMLElement>("[data-module=again]")?.dataset["state"];
      if (answer.ok && now !== state) return location.reload();
    } catch {
      // Without the network the page stays as it is, with its link.
    }
    window.setTimeout(() => void look(), PAUSE);
  };
  window.setTimeout(() => void look(), PAUSE);
}

// The clock of the operations room, by the second.
//
// <time data-module="ops-time" data-zone="Europe/London">

export function opsTime(element: HTMLElement): void {
  const zone = element.dataset["zone"];
  const format = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    ...(zone ? { timeZone: zone } : {}),
  });
  const tick = (): void => {
    element.textContent = format.format(new Date());
  };
  tick();
  window.setInterval(tick, 1_000);
}

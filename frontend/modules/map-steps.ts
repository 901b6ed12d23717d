// The pages behind a map's buttons, fetched so that only the map changes.

/** Ask for the page behind a link or a submit button; what the form holds so far goes along. */
export async function fetchStep(step: HTMLElement, frame: string): Promise<string> {
  if (step instanceof HTMLAnchorElement) {
    return (await fetched(step.href)).text();
  }
  if (!(step instanceof HTMLButtonElement) || !step.form) throw new Error("no way there");
  const data = new FormData(step.form);
  data.set(step.name, frame || step.value);
  const action = step.form.getAttribute("action") || window.location.href;
  if (step.form.method === "post") {
    return (await fetched(action, { method: "POST", body: data })).text();
  }
  const address = new URL(action, window.location.href);
  for (const [name, value] of data) {
    if (typeof value === "string") address.searchParams.append(name, value);
  }
  return (await fetched(address.href)).text();
}

async function fetched(address: string, options: RequestInit = {}): Promise<Response> {
  const response = await fetch(address, { credentials: "same-origin", ...options });
  if (!response.ok) throw new Error(String(response.status));
  return response;
}

/** Where fetching fails the browser goes there itself. */
export function leave(step: HTMLElement): void {
  if (step instanceof HTMLAnchorElement) window.location.assign(step.href);
  else if (step instanceof HTMLButtonElement && step.type === "submit") {
    step.form?.requestSubmit(step);
  }
}

export interface Answer {
  cell?: string;
  label?: string;
  error?: string;
}

/** Send a point to our own server once, to become a cell; it is kept nowhere. */
export async function askForCell(
  address: string,
  at: GeolocationCoordinates,
  token: string,
): Promise<Answer> {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ longitude: at.longitude, latitude: at.latitude }),
  });
  const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
  return isOurs ? ((await response.json()) as Answer) : {};
}

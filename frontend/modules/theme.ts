// The colours of the page: as the device has them, or as the person chose on /language/.
// The choice stays on this device and is never sent.

const KEY = "cb-theme";
const THEMES = ["light", "dark"] as const;

type Theme = (typeof THEMES)[number];

function isTheme(value: string | null): value is Theme {
  return THEMES.some((theme) => theme === value);
}

function kept(): Theme | undefined {
  try {
    const value = localStorage.getItem(KEY);
    return isTheme(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function keep(theme: Theme | undefined): void {
  try {
    if (theme) localStorage.setItem(KEY, theme);
    else localStorage.removeItem(KEY);
  } catch {
    // Not kept: the choice lasts for this page only.
  }
}

/** Puts the kept theme on the page; run before the first paint. */
export function applyTheme(theme: Theme | undefined = kept()): void {
  if (theme) document.documentElement.dataset["theme"] = theme;
  else delete document.documentElement.dataset["theme"];
}

/** A group of radio buttons named "theme" with the values "", "light" and "dark". */
export function theme(element: HTMLElement): void {
  element.hidden = false;
  const now = kept() ?? "";
  for (const input of element.querySelectorAll<HTMLInputElement>("input[name=theme]")) {
    input.checked = input.value === now;
    input.addEventListener("change", () => {
      const chosen = isTheme(input.value) ? input.value : undefined;
      keep(chosen);
      applyTheme(chosen);
    });
  }
}

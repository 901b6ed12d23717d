// Small choices that stay on this device and are never sent.

// Whether Exit wipes reports that wait on this phone, too.
export const WIPE_KEY = "cb-wipe";

export function kept(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(key: string, value: string | undefined): void {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // Not kept: the choice lasts for this page only.
  }
}

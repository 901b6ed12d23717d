// Asks the browser to wake our worker when the connection is back, where it can do that.

export const SYNC_TAG = "cb-send";

interface SyncRegistration extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

export async function askForSync(worker: string): Promise<void> {
  if (!worker || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(worker);
    const registration: SyncRegistration = await navigator.serviceWorker.ready;
    await registration.sync?.register(SYNC_TAG);
  } catch {
    // No worker, or off line before it was there: the page sends when it is next open.
  }
}

// Keeps the look of the site and one page that says there is no signal. It never keeps a page that
// was asked for: those are personal, and stay between the person and the server.
//
// The server writes self.SHELL above this: the version, the offline page and the files.

export {};

interface Shell {
  readonly version: string;
  readonly offline: string;
  readonly files: readonly string[];
}

declare const self: ServiceWorkerGlobalScope & { readonly SHELL: Shell };

const { version, offline, files } = self.SHELL;
const CACHE = `shell-${version}`;
const kept = new Set<string>(files);

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(files.map((file) => new Request(file)));
  await cache.add(new Request(offline, { cache: "reload" }));
  await self.skipWaiting();
}

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const away = await caches.match(offline, { cacheName: CACHE });
    if (away) return away;
    throw error;
  }
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keepShell()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (kept.has(pathname)) event.respondWith(file(request));
});

// Keeps the look of the site and three pages: the one that says there is no signal, the one on
// which a report is written without one, and the one that holds on to answers that could not be
// sent. It never keeps a page that was asked for: those are personal, and stay between the person
// and the server.
//
// The server writes self.SHELL above this: the version, the pages, the doors and the files.

import { begun } from "./modules/phone-begun";
import { sendAll } from "./modules/phone-send";
import { countWaiting } from "./modules/phone-store";
import { keepShared } from "./modules/phone-share";
import { SYNC_TAG } from "./modules/phone-sync";
import { stillHere } from "./modules/phone-unsent";

interface Shell {
  readonly version: string;
  readonly offline: string;
  readonly phone: string;
  readonly unsent: string;
  readonly report: string;
  readonly begin: string;
  readonly share: string;
  readonly send: string;
  readonly snap: string;
  readonly files: readonly string[];
}
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

declare const self: ServiceWorkerGlobalScope & { readonly SHELL: Shell };

const { version, offline, phone, unsent, report, begin, share, send, snap, files } = self.SHELL;
const CACHE = `shell-${version}`;
const PAGES = [offline, phone, unsent];
const kept = new Set<string>(files);

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(files.map((file) => new Request(file)));
  await cache.addAll(PAGES.map((page) => new Request(page, { cache: "reload" })));
}

async function install(): Promise<void> {
  await keepShell();
  await self.skipWaiting();
}

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** After Exit the shell is gone and the worker may still be here: the next page brings it back. */
async function mendShell(): Promise<void> {
  if (!(await caches.has(CACHE))) await keepShell();
}

async function fromShell(page: string): Promise<Response> {
  return (await caches.match(page, { cacheName: CACHE })) ?? Response.error();
}

async function page(request: Request, path: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    // Whoever wants to report gets the form that works without a signal.
    return fromShell(path === report || path === phone ? phone : offline);
  }
}

/** A form that could not be sent: its answers come back in a page, to be sent again. */
async function posted(request: Request, path: string): Promise<Response> {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const pages = { phone: () => fromShell(phone), unsent: () => fromShell(unsent) };
    if (path === begin) return begun(copy, pages, path, phone);
    return stillHere(await fromShell(unsent), copy, path);
  }
}

/** A photograph or words from another app wait, sealed, for the form. */
async function shared(request: Request): Promise<Response> {
  const copy = request.clone();
  try {
    await keepShared(await request.formData());
    return Response.redirect(phone, 303);
  } catch {
    return fetch(copy); // the server says what to do
  }
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}

async function sendWaiting(): Promise<void> {
  await sendAll({ send, snap }, true);
  // A failure asks the browser to wake us again later.
  if ((await countWaiting()) > 0) throw new Error("still waiting");
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("sync", (event) => {
  const { tag } = event as SyncEvent;
  if (tag === SYNC_TAG) (event as SyncEvent).waitUntil(sendWaiting());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "POST") {
      if (pathname === share) event.respondWith(shared(request));
      else if (pathname === report || pathname === begin) event.respondWith(posted(request, pathname));
      return;
    }
    event.respondWith(page(request, pathname));
    event.waitUntil(mendShell().catch(() => undefined));
  } else if (request.method === "GET" && kept.has(pathname)) event.respondWith(file(request));
});

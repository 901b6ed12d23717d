// What waits on this phone: one record a report, sealed, under a name that tells nothing.
//
// A record is written whole or not at all, and is only ever taken away by the person, by an answer
// of the server that says "kept", or by Exit.

import { newSealingKey, seal, sealText, type Sealed, unseal, unsealText } from "./phone-seal";

const NAME = "cb-kept";
const PARCELS = "parcels";
const KEYS = "keys";
const CHANNEL = "cb-kept";

// waiting: to be sent; refused: the person must change it; sent: only its receipt is left;
// shared: came from another app, and is in no report yet.
export type State = "waiting" | "refused" | "sent" | "shared";

/** What is inside the seal. */
export interface Letter {
  fields: Record<string, string>;
  title: string;
  language: string;
  receipt: string;
  types: string[]; // of the files, in their order
  kept: string[]; // what the server calls each file that it has already
  point?: { readonly latitude: number; readonly longitude: number };
  sentence?: string; // why it was refused
}

export interface Parcel {
  readonly id: string;
  readonly state: State;
  readonly after: number; // not to be tried again before, in milliseconds
  readonly asked: boolean; // whether the server asked for that pause
  readonly tries: number;
  readonly sealed: Sealed;
  readonly files: readonly Sealed[];
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("store"));
  });
}

function finished(work: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve();
    work.onerror = work.onabort = () => reject(work.error ?? new Error("store"));
  });
}

/** Opens the store; without `create` a phone that keeps nothing is left without a trace. */
function open(create: boolean): Promise<IDBDatabase | undefined> {
  return new Promise((resolve, reject) => {
    if (!("indexedDB" in globalThis)) {
      resolve(undefined);
      return;
    }
    const request = indexedDB.open(NAME);
    let isNew = false;
    request.onupgradeneeded = () => {
      isNew = !create;
      if (!create) {
        request.transaction?.abort();
        return;
      }
      request.result.createObjectStore(PARCELS, { keyPath: "id" });
      request.result.createObjectStore(KEYS);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => {
      if (isNew) resolve(undefined);
      else reject(request.error ?? new Error("store"));
    };
  });
}

async function reading<T>(act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  const store = await open(false);
  if (!store) return undefined;
  try {
    return await settled(act(store.transaction(PARCELS).objectStore(PARCELS)));
  } finally {
    store.close();
  }
}

async function writing(act: (store: IDBObjectStore) => void, create = false): Promise<void> {
  const store = await open(create);
  if (!store) return;
  try {
    // Strict: an answer comes when the disk has it, not when memory has.
    const work = store.transaction(PARCELS, "readwrite", { durability: "strict" });
    const done = finished(work);
    act(work.objectStore(PARCELS));
    await done;
  } finally {
    store.close();
  }
  tell();
}

function tell(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("changed");
  channel.close();
}

/** Says at once in this page, whichever bundle hears it: who leaves now must not wipe it. */
function sayKeeping(): void {
  if ("document" in globalThis) document.dispatchEvent(new Event("cb:keeping"));
}

/** Calls back whenever something changed here, in another tab or in the worker. */
export function onChange(act: () => void): void {
  if ("BroadcastChannel" in globalThis) new BroadcastChannel(CHANNEL).onmessage = act;
}

async function theKey(): Promise<CryptoKey> {
  const store = await open(true);
  if (!store) throw new Error("no store");
  try {
    const kept = await settled(store.transaction(KEYS).objectStore(KEYS).get("seal"));
    if (kept) return kept as CryptoKey;
    const made = await newSealingKey();
    const work = store.transaction(KEYS, "readwrite", { durability: "strict" });
    const done = finished(work);
    const keys = work.objectStore(KEYS);
    // Another tab may have been quicker: the first key is the key.
    const first = (await settled(keys.get("seal"))) as CryptoKey | undefined;
    if (!first) keys.put(made, "seal");
    await done;
    return first ?? made;
  } finally {
    store.close();
  }
}

export async function parcels(): Promise<Parcel[]> {
  return ((await reading((store) => store.getAll())) as Parcel[] | undefined) ?? [];
}

export async function parcel(id: string): Promise<Parcel | undefined> {
  return (await reading((store) => store.get(id))) as Parcel | undefined;
}

/** How many are not sent yet. */
export async function countWaiting(): Promise<number> {
  return (await parcels()).filter(({ state }) => state === "waiting" || state === "refused").length;
}

export async function keepLetter(
  letter: Letter,
  files: readonly Blob[],
  state: State,
  id: string = crypto.randomUUID(),
): Promise<void> {
  sayKeeping();
  const key = await theKey();
  const sealedFiles: Sealed[] = [];
  for (const file of files) sealedFiles.push(await seal(key, await file.arrayBuffer()));
  const sealed = await sealText(key, JSON.stringify(letter));
  const record: Parcel = {
    id, state, after: 0, asked: false, tries: 0, sealed, files: sealedFiles,
  };
  await writing((store) => store.put(record), true);
  // Whoever counted in between counted one too few.
  sayKeeping();
}

/** Changes a record that is still there; what was deleted meanwhile stays deleted. */
export async function change(
  id: string,
  changes: Partial<Omit<Parcel, "id" | "sealed">>,
  letter?: Letter,
): Promise<void> {
  const sealed = letter ? await sealText(await theKey(), JSON.stringify(letter)) : undefined;
  await writing((store) => {
    const request = store.get(id);
    request.onsuccess = () => {
      const before = request.result as Parcel | undefined;
      if (before) store.put({ ...before, ...changes, ...(sealed && { sealed }) });
    };
  });
}

export async function remove(id: string): Promise<void> {
  await writing((store) => store.delete(id));
}

export async function letterOf(record: Parcel): Promise<Letter> {
  return JSON.parse(await unsealText(await theKey(), record.sealed)) as Letter;
}

export async function filesOf(record: Parcel, letter: Letter): Promise<Blob[]> {
  const key = await theKey();
  const found: Blob[] = [];
  for (const [n, file] of record.files.entries()) {
    found.push(new Blob([await unseal(key, file)], { type: letter.types[n] ?? "" }));
  }
  return found;
}

/** Somebody leaves in a hurry: only what would be lost for good stays. */
export async function forgetAllButWaiting(): Promise<void> {
  await writing((store) => {
    const cursor = store.openCursor();
    cursor.onsuccess = () => {
      const here = cursor.result;
      if (!here) return;
      const { state } = here.value as Parcel;
      if (state === "sent" || state === "shared") here.delete();
      here.continue();
    };
  });
}

export const STORE_NAME = NAME;

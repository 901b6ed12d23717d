// Sends what waits, one after the other: files first, then the report, and wipes it only after the
// server said that it has it. The receipt was made before, so the same report may be sent any
// number of times and is still one.

import { change, filesOf, type Letter, letterOf, type Parcel, parcel, parcels } from "./phone-store";

export interface Door {
  readonly send: string;
  readonly snap: string;
}

const LOCK = "cb-send";
const FIRST_PAUSE = 15_000;
const LONGEST_PAUSE = 30 * 60_000;
const PATIENCE = 120_000;

class Wait extends Error {
  constructor(
    readonly seconds = 0,
    readonly ticket = "",
  ) {
    super("wait");
  }
}
class Refused extends Error {}
class FileGone extends Error {}

interface Answer {
  readonly kept?: boolean;
  readonly photo?: string;
  readonly sentence?: string;
  readonly token?: string;
  readonly cell?: string;
  readonly ticket?: string; // a place in the line, good for this receipt
}

/**
 * Sends all that may be sent now. `eager` means that the connection has just come back: pauses of
 * our own are over, those that the server asked for are not. Another tab at it is enough.
 */
export async function sendAll(door: Door, eager = false): Promise<void> {
  const send = async (): Promise<void> => {
    for (const { id } of await parcels()) {
      const now = await parcel(id);
      if (!now || now.state !== "waiting") continue;
      if (now.after > Date.now() && !(eager && !now.asked)) continue;
      if (!(await sendOne(now, door))) return;
    }
  };
  if (!("locks" in navigator)) {
    await send();
    return;
  }
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await send();
  });
}

/** Returns whether the next may be tried: not while nobody answers. */
async function sendOne(record: Parcel, door: Door): Promise<boolean> {
  let letter: Letter;
  try {
    letter = await letterOf(record);
  } catch {
    return true; // cannot be opened: the list says so, the others still go
  }
  try {
    const { token } = await ask(door.send, { method: "GET" });
    if (!token) throw new Wait();
    await findCell(letter, door, token);
    await sendFiles(record, letter, door, token);
    const answer = await ask(door.send, post(token, bodyOf(letter)));
    if (answer.kept !== true) throw new Wait();
    await acknowledged(record, letter);
    return true;
  } catch (problem) {
    return postpone(record, letter, problem);
  }
}

async function acknowledged({ id }: Parcel, letter: Letter): Promise<void> {
  const { receipt, language, fields } = letter;
  const said = { said_at: fields["said_at"] ?? "" };
  const left = { fields: said, title: "", language, receipt, types: [], kept: [] };
  await change(id, { state: "sent", files: [] }, left);
}

async function postpone(record: Parcel, letter: Letter, problem: unknown): Promise<boolean> {
  if (problem instanceof Refused) {
    await change(record.id, { state: "refused" }, { ...letter, sentence: problem.message });
    return true;
  }
  const asked = problem instanceof Wait && problem.seconds > 0;
  const hasTicket = problem instanceof Wait && problem.ticket !== "";
  if (problem instanceof FileGone) letter.kept = [];
  if (hasTicket) letter.fields["ticket"] = problem.ticket;
  const pause = asked
    ? problem.seconds * 1_000
    : Math.min(FIRST_PAUSE * 2 ** record.tries, LONGEST_PAUSE);
  const changes = { after: Date.now() + pause, asked, tries: record.tries + 1 };
  const isNew = hasTicket || problem instanceof FileGone;
  await change(record.id, changes, isNew ? letter : undefined);
  return hasTicket; // the others may take their places in the line
}

async function sendFiles(
  record: Parcel,
  letter: Letter,
  door: Door,
  token: string,
): Promise<void> {
  if (letter.kept.length >= record.files.length) return;
  const files = await filesOf(record, letter);
  for (const file of files.slice(letter.kept.length)) {
    const body = new FormData();
    body.set("receipt", letter.receipt);
    body.set("language", letter.language);
    body.set("upload", file, "file");
    const { kept, photo } = await ask(door.send, post(token, body));
    if (kept !== true || !photo) throw new Wait();
    letter.kept.push(photo);
    // Written down, so that a cut does not send it twice.
    await change(record.id, {}, letter);
  }
}

/** A point on the map becomes a part of town; the server keeps no point. */
async function findCell(letter: Letter, door: Door, token: string): Promise<void> {
  if (!letter.point || letter.fields["cell"]) return;
  const body = new FormData();
  body.set("latitude", String(letter.point.latitude));
  body.set("longitude", String(letter.point.longitude));
  const response = await reach(door.snap, post(token, body));
  if (response.status >= 500 || response.status === 403) throw waitFor(response);
  const { cell } = await read(response);
  // Outside our area: words for the place are enough, and of a home there are none.
  if (cell) letter.fields["cell"] = cell;
  else if (!letter.fields["place"]) letter.fields["where_unknown"] = "1";
}

function bodyOf(letter: Letter): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(letter.fields)) body.set(name, value);
  body.set("receipt", letter.receipt);
  body.set("language", letter.language);
  for (const photo of letter.kept) body.append("photo", photo);
  return body;
}

function post(token: string, body: FormData): RequestInit {
  return { method: "POST", body, headers: { "X-CSRFToken": token } };
}

async function reach(address: string, options: RequestInit): Promise<Response> {
  return fetch(address, {
    ...options,
    cache: "no-store",
    credentials: "same-origin",
    redirect: "error", // the log-in page of a café is no answer of ours
    signal: AbortSignal.timeout(PATIENCE),
  });
}

async function ask(address: string, options: RequestInit): Promise<Answer> {
  const response = await reach(address, options);
  if (response.ok) return read(response);
  if (response.status === 409) throw new FileGone();
  if (response.status === 413) throw new Refused("");
  if (response.status === 422) throw new Refused((await read(response)).sentence ?? "");
  if (response.status === 429) {
    throw waitFor(response, (await read(response).catch((): Answer => ({}))).ticket);
  }
  throw waitFor(response);
}

function waitFor(response: Response, ticket = ""): Wait {
  return new Wait(Number(response.headers.get("Retry-After")) || 0, ticket);
}

async function read(response: Response): Promise<Answer> {
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Wait();
  return (await response.json()) as Answer;
}

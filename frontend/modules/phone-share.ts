// What another app shares with us, or the camera gives us without a signal: sealed on this phone
// until the person puts it into a report.

import { keepLetter } from "./phone-store";

const WORDS = ["title", "text", "url", "description"];
const PASSED_ON = ["topic"];

/** Keeps words and files, and says whether there were any: a topic alone nobody asked us to keep. */
export async function keepShared(form: FormData): Promise<boolean> {
  const lines = WORDS.map((name) => form.get(name)).filter(
    (value): value is string => typeof value === "string" && value.trim() !== "",
  );
  const files = [...form.values()].filter((value) => value instanceof File && value.size > 0) as File[];
  if (lines.length === 0 && files.length === 0) return false;
  const fields: Record<string, string> = { description: [...new Set(lines)].join("\n") };
  for (const name of PASSED_ON) {
    const value = form.get(name);
    if (typeof value === "string" && value) fields[name] = value;
  }
  const letter = {
    fields,
    title: "",
    language: "",
    receipt: "",
    types: files.map(({ type }) => type),
    kept: [],
  };
  await keepLetter(letter, files, "shared");
  return true;
}

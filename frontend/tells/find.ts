// Finds what tells who is writing. Nothing here leaves the page.

import { ANY } from "./any";
import { AR } from "./ar";
import { EN } from "./en";
import { ES } from "./es";
import type { Kind, Tell } from "./pattern";
import { PL } from "./pl";
import { ZH } from "./zh";

export interface Found {
  readonly kind: Kind;
  readonly words: string;
}

/** Every pattern: people write in the language that they like, whatever the page speaks. */
export const TELLS: readonly Tell[] = [...ANY, ...EN, ...ES, ...PL, ...AR, ...ZH];

// Nobody reads a longer list.
const MOST = 6;

/** Returns the words that may tell who is writing, in the order of the text, each once. */
export function findTells(text: string): Found[] {
  const found = TELLS.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({
      kind,
      words: match[0].trim(),
      at: match.index,
      end: match.index + match[0].length,
    })),
  ).sort((one, other) => one.at - other.at || other.end - one.end);
  const kept = new Map<string, Found>();
  let end = -1;
  for (const each of found) {
    // What lies within words that were found already says nothing new.
    if (each.end <= end) continue;
    end = each.end;
    const same = each.words.toLocaleLowerCase();
    if (!kept.has(same)) kept.set(same, { kind: each.kind, words: each.words });
  }
  return [...kept.values()].slice(0, MOST);
}

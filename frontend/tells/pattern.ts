// What tells who is writing, as data. A pattern is looked for in what a person types, on their own
// device. Each is short, with bounded repeats, so that no text makes one slow: see
// tests/architecture/test_patterns.py.

export type Kind =
  | "name"
  | "contact"
  | "home"
  | "people"
  | "work"
  | "vehicle"
  | "number"
  | "only-you"
  | "age";

export interface Tell {
  readonly kind: Kind;
  readonly pattern: RegExp;
}

export function tells(kind: Kind, ...patterns: readonly RegExp[]): Tell[] {
  return patterns.map((pattern) => ({ kind, pattern }));
}

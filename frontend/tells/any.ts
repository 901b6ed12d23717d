// What looks the same in every language.

import { tells } from "./pattern";

export const ANY = [
  ...tells(
    "contact",
    /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w{2,24}/giu,
    /(?<![\w@./])@[a-z][\w.]{2,29}/giu,
    /(?<![\d£$€.,+])(?:\+\d|0\d)(?:[ ().-]{0,2}\d){8,13}(?!\d)/gu,
  ),
  ...tells("home", /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/gu),
  ...tells("number", /\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/gu),
];

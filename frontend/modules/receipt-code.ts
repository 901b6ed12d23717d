// The code that opens a report, made in this browser: nobody else has to be believed about it.

// Without the letters that are taken for digits.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function newReceipt(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return [...bytes].map((byte) => ALPHABET[byte & 31]).join("");
}

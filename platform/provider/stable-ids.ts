import { createHash } from "node:crypto";

/** A digest that is the same in every run, in hexadecimal. */
export const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** `length` characters of `alphabet`, the same for the same text. */
export function letters(
  text: string,
  length: number,
  alphabet = "abcdefghijklmnopqrstuvwxyz0123456789",
): string {
  const bytes = createHash("sha512").update(text).digest();
  return Array.from({ length }, (_, i) => alphabet[bytes[i % bytes.length]! % alphabet.length]).join("");
}

/** An id in the shape of a UUID, the same for the same text. */
export function uuid(text: string): string {
  const hex = digest(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

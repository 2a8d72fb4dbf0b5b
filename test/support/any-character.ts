import fc from "fast-check";

/** Any character of Unicode, as fast-check's unit `binary`, which takes a second of each process to be made. */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

// The link's reference is 32 random bytes, kept nowhere: the table has its hash, which finds the item, and a text
// sealed with a key made of the reference. Readers of the table can't decide, and there is no key to keep.

/** A reference for a link; it can't be guessed. */
export const newReference = (): string => randomBytes(32).toString("base64url");

/** Hash of a reference, the id of its item. */
export const idOf = (reference: string): string => createHash("sha256").update(reference).digest("base64url");

const key = (reference: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", reference, "", "approval", 32));

/** Encrypts a text so that only the reference opens it. */
export function seal(reference: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key(reference), nonce);
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString("base64");
}

/** The text again. Throws when the reference is another or the text was changed. */
export function unseal(reference: string, sealed: string): string {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key(reference), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8");
}

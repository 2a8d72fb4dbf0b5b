import { createHash } from "node:crypto";

/**
 * The id of whoever has an e-mail address, whatever its capitals: derived from it, so that the table's key itself keeps
 * addresses unique and creating the same user twice at once can't make two. A UUID of version 8, which leaves its bits to
 * whoever makes it (RFC 9562).
 */
export function userId(email: string): string {
  const hash = createHash("sha256").update(email.toLowerCase()).digest("hex");
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `a${hash.slice(17, 20)}`];
  return [...parts, hash.slice(20, 32)].join("-");
}

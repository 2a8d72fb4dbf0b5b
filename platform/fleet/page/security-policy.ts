import { createHash } from "node:crypto";

/** The Content-Security-Policy of a page: only its own styles and script run, known by their hashes; nothing is loaded or sent. */
export function securityPolicy(styles: readonly string[], script: string): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [
    "default-src 'none'",
    `style-src ${styles.map(hash).join(" ")}`,
    `script-src ${hash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

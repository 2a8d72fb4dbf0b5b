import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import { publicKeys } from "./partners.ts";

const Header = z.object({ alg: z.literal("EdDSA"), kid: z.string() });
const Claims = z.object({ aud: z.literal("partner-api"), exp: z.number(), iat: z.number() });

/** Seconds that a token may live: one that leaks is of no use soon. */
const longestLife = 300;

/** The partner who signed a token (a JWT by EdDSA, RFC 8037); undefined when nobody did, or it isn't valid now. */
export function partnerOf(token: string, now = Date.now() / 1_000): string | undefined {
  const [header = "", claims = "", signature = "", ...more] = token.split(".");
  const { kid } = Header.safeParse(json(header)).data ?? {};
  if (kid === undefined || more.length > 0 || !Object.hasOwn(publicKeys, kid)) return undefined;
  const key = createPublicKey({ key: Buffer.from(publicKeys[kid]!, "base64"), format: "der", type: "spki" });
  const signed = Buffer.from(`${header}.${claims}`);
  if (!verify(null, signed, key, Buffer.from(signature, "base64url"))) return undefined;
  const { exp = 0, iat = 0 } = Claims.safeParse(json(claims)).data ?? {};
  return now < exp && exp - iat <= longestLife ? kid : undefined;
}

function json(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

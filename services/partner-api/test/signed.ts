import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A pair of keys as a partner has it: the public one as it stands in src/partners.ts. */
export function keyPair(): { readonly publicKey: string; readonly privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { publicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64"), privateKey };
}

/** A token as a partner signs it. */
export function signed(privateKey: KeyObject, claims: object = {}, header: object = {}): string {
  const iat = Math.floor(Date.now() / 1_000);
  const content = [
    part({ alg: "EdDSA", kid: "acme", ...header }),
    part({ aud: "partner-api", iat, exp: iat + 60, ...claims }),
  ].join(".");
  return `${content}.${sign(null, Buffer.from(content), privateKey).toString("base64url")}`;
}

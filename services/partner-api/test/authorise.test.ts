import { expect, test, vi } from "vitest";
import { context } from "#test";
import event from "../events/authorise.json" with { type: "json" };
import { handler } from "../src/authorise.ts";
import { keyPair, signed } from "./signed.ts";

const { acme, stranger } = vi.hoisted(() => ({ acme: { publicKey: "" }, stranger: { publicKey: "" } }));
vi.mock("../src/partners.ts", () => ({
  publicKeys: {
    get acme() {
      return acme.publicKey;
    },
  },
}));
const keys = { acme: keyPair(), stranger: keyPair() };
Object.assign(acme, keys.acme);
Object.assign(stranger, keys.stranger);

const now = Math.floor(Date.now() / 1_000);
const request = (token: string) => ({
  ...event,
  headers: { Authorization: `Bearer ${token}` },
});
const effectOf = async (token: string) => {
  const result = await handler(request(token), context());
  return "policyDocument" in result ? result.policyDocument.Statement[0]?.Effect : undefined;
};

test("lets a partner in by a token that the partner signed, for this request, and says who it is", async () => {
  const result = await handler(request(signed(keys.acme.privateKey)), context());

  expect(result).toEqual({
    principalId: "acme",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: event.methodArn }],
    },
    context: { partner: "acme" },
  });
});

test.each([
  ["nothing", ""],
  ["no token", "nobody"],
  ["a token that somebody else signed", signed(keys.stranger.privateKey)],
  ["a partner that isn't known", signed(keys.acme.privateKey, {}, { kid: "initech" })],
  ["a name that every object has", signed(keys.acme.privateKey, {}, { kid: "constructor" })],
  ["a token for another API", signed(keys.acme.privateKey, { aud: "other-api" })],
  ["a token of yesterday", signed(keys.acme.privateKey, { exp: now - 1 })],
  ["a token that lives for too long", signed(keys.acme.privateKey, { exp: now + 3_600 })],
  ["a token without a signature", signed(keys.acme.privateKey).replace(/\.[^.]*$/, ".")],
  ["a token by no algorithm", signed(keys.acme.privateKey, {}, { alg: "none" })],
  ["a token whose claims were changed", signed(keys.acme.privateKey).replace(/\..*\./, ".e30.")],
])("refuses %s", async (_, token) => {
  expect(await effectOf(token)).toBe("Deny");
});

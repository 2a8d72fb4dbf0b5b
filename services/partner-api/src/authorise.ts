import { authorizer } from "#runtime";
import { partnerOf } from "./token.ts";

/** An API key only says which plan counts the request: who sends it is proved by a token that the partner signed. */
export const handler = authorizer(async ({ token }) => {
  const partner = partnerOf(token);
  if (partner === undefined) return false;
  return { allow: true, principal: partner, context: { partner } };
});

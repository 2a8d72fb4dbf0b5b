import { http } from "#runtime";
import { Query } from "./user.ts";
import { list } from "./users.ts";

export const handler = http({ query: Query }, async ({ query }) => {
  return { body: await list(query.limit, query.after) };
});

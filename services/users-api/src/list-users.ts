import { z } from "zod";
import { http } from "#runtime";
import { list } from "./users.ts";

const Query = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  after: z.uuid().optional(),
});

export const handler = http({ query: Query }, async ({ query }) => {
  return { body: await list(query.limit, query.after) };
});

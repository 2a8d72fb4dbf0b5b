import { z } from "zod";
import { HttpError, http } from "#runtime";
import { find } from "./users.ts";

const Path = z.object({ id: z.uuid() });

export const handler = http({ path: Path }, async ({ path }) => {
  const user = await find(path.id);
  if (!user) throw new HttpError(404, "There is no such user.");
  return { body: user };
});

import { HttpError, http } from "#runtime";
import { Path } from "./user.ts";
import { find } from "./users.ts";

export const handler = http({ path: Path }, async ({ path }) => {
  const user = await find(path.id);
  if (!user) throw new HttpError(404, "There is no such user.");
  return { body: user };
});

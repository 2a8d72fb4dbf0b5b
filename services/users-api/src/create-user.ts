import { HttpError, http } from "#runtime";
import { NewUser } from "./user.ts";
import { userId } from "./user-id.ts";
import { insert } from "./users.ts";

export const handler = http({ body: NewUser }, async ({ body, log, metrics }) => {
  const user = { ...body, id: userId(body.email), createdAt: new Date().toISOString() };
  if (!(await insert(user))) throw new HttpError(409, "A user with this e-mail address exists.");
  metrics.addMetric("UserCreated", "Count", 1);
  log.info("User created", { userId: user.id });
  return { status: 201, body: user, headers: { location: `/users/${user.id}` } };
});

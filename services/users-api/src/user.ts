import { z } from "zod";

/** What a client sends to create a user, and may ask for more one day. Unknown keys are refused: most are typing errors. */
export const NewUser = z.strictObject({
  email: z.email().max(254),
  name: z.string().trim().min(1).max(100),
});

/**
 * A user as stored and returned, whenever that was: a field added later is optional here, or has a default. Unknown
 * attributes pass unread, so that a later version can store some first.
 */
export const User = z.object({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  email: z.string(),
  name: z.string(),
});
export type User = z.infer<typeof User>;

/** Parameters of the path of one user. */
export const Path = User.pick({ id: true });

/** Parameters of a list: how many users, and the id after which to go on. */
export const Query = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  after: z.uuid().optional(),
});

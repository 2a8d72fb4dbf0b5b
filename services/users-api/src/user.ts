import { z } from "zod";

/** What a client sends to create a user. Unknown keys are refused: most are typing errors. */
export const NewUser = z.strictObject({
  email: z.email().max(254),
  name: z.string().trim().min(1).max(100),
});

/** A user as stored and returned. Unknown attributes pass unread, so that a later version can store some first. */
export const User = z.object({
  ...NewUser.shape,
  id: z.uuid(),
  createdAt: z.iso.datetime(),
});
export type User = z.infer<typeof User>;

/** Parameters of the path of one user. */
export const Path = User.pick({ id: true });

/** Parameters of a list: how many users, and the id after which to go on. */
export const Query = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  after: z.uuid().optional(),
});

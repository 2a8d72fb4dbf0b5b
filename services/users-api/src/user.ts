import { z } from "zod";

/** What a client sends to create a user. */
export const NewUser = z.strictObject({
  email: z.email().max(254),
  name: z.string().trim().min(1).max(100),
});

/** A user as stored and returned. */
export const User = NewUser.extend({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
});
export type User = z.infer<typeof User>;

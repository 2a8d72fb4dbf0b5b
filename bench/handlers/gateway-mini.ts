import * as z from "zod/mini";
import { http } from "#runtime";

const NewUser = z.object({ name: z.string().check(z.minLength(1)), email: z.email() });

export const handler = http({ body: NewUser }, async ({ body }) => ({ status: 201, body }));

import { z } from "zod";
import { http } from "#runtime";

const NewUser = z.object({ name: z.string().min(1), email: z.email() });

export const handler = http({ body: NewUser }, async ({ body }) => ({ status: 201, body }));

import { z } from "zod";

/** What happened to an order. Events may arrive twice and out of order: `at` says which is the latest. */
export const OrderEvent = z.strictObject({
  orderId: z
    .string()
    .regex(/^[A-Z0-9-]{4,40}$/, "An order's id is 4 to 40 capital letters, digits and hyphens."),
  type: z.enum(["placed", "paid", "shipped", "cancelled"]),
  at: z.iso.datetime(),
  total: z.number().nonnegative().optional(),
});
export type OrderEvent = z.infer<typeof OrderEvent>;

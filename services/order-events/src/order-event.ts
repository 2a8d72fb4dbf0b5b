import { z } from "zod";

/**
 * What happened to an order. Events may arrive twice and out of order: `at` says which is the latest. Unknown keys pass,
 * so that senders can add some first. A field added here is optional for as long as events without it are under way.
 */
export const OrderEvent = z.object({
  orderId: z
    .string()
    .regex(/^[A-Z0-9-]{4,40}$/, "An order's id is 4 to 40 capital letters, digits and hyphens."),
  type: z.enum(["placed", "paid", "shipped", "cancelled"]),
  // Times are compared as text, so all of them get one form: "10:00:00Z" would come after "10:00:00.500Z".
  at: z.iso.datetime({ offset: true }).transform((at) => new Date(at).toISOString()),
  /** Cents. */
  total: z.int().nonnegative().optional(),
});
export type OrderEvent = z.infer<typeof OrderEvent>;

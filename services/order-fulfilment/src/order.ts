import { z } from "zod";

/** An order that is ready to be fulfilled. Amounts are in cents. */
export const Order = z.object({
  id: z.string().min(1).max(40),
  customer: z.string().min(1).max(40),
  sku: z.string().min(1).max(40),
  quantity: z.number().int().positive(),
  total: z.number().int().nonnegative(),
});
export type Order = z.infer<typeof Order>;

import { z } from "zod";

/**
 * An order that is ready to be fulfilled; steps hand it on to each other. A field added here is optional for as long as runs
 * without it are under way.
 */
export const Order = z.object({
  id: z.string().min(1).max(40),
  customer: z.string().min(1).max(40),
  sku: z.string().min(1).max(40),
  quantity: z.int().positive(),
  /** Cents. */
  total: z.int().nonnegative(),
  /** Of whoever started the run. Handed on, so that all steps log the same one. */
  correlationId: z.string().optional(),
});
export type Order = z.infer<typeof Order>;

import { createHash } from "node:crypto";
import { z } from "zod";
import { products } from "./products.ts";

/** What a partner sends. API Gateway refuses what doesn't fit before it costs an invocation; the handler checks again. */
export const NewOrder = z.strictObject({
  /** The partner's own number of the order: the same order sent again is the same order. */
  reference: z.string().min(1).max(64),
  sku: z.enum(products.map(({ sku }) => sku)),
  quantity: z.int().min(1).max(1_000),
});
export type NewOrder = z.infer<typeof NewOrder>;

/** An order before it is stored. */
export interface Submitted extends NewOrder {
  readonly id: string;
  readonly partner: string;
}

/** An order as stored. */
export interface Order extends Submitted {
  /** When it came for the first time, in ISO 8601. */
  readonly placedAt: string;
}

/** An order's id follows from who sent it and their reference, so that one order can't be stored twice. */
export function orderOf(partner: string, order: NewOrder): Submitted {
  const id = createHash("sha256")
    .update(JSON.stringify([partner, order.reference]))
    .digest("hex");
  return { ...order, partner, id: id.slice(0, 32) };
}

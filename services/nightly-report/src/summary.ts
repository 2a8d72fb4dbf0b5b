import type { Sale } from "./sales.ts";

/** The sales of a day. Amounts are in cents, so that sums are exact. */
export interface Report {
  /** `2026-01-31` */
  readonly day: string;
  readonly sales: number;
  readonly total: number;
  readonly byProduct: Readonly<Record<string, number>>;
}

/** Sums up the sales of a day as they come: a busy day needn't fit into memory. */
export async function summarise(day: string, sales: AsyncIterable<Sale>): Promise<Report> {
  const byProduct = new Map<string, number>();
  let count = 0;
  let total = 0;
  for await (const { product, amount } of sales) {
    byProduct.set(product, (byProduct.get(product) ?? 0) + amount);
    total += amount;
    count += 1;
  }
  return { day, sales: count, total, byProduct: Object.fromEntries(byProduct) };
}

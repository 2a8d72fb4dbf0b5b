import type { Sale } from "./sales.ts";

export interface Report {
  readonly day: string;
  readonly sales: number;
  readonly total: number;
  readonly byProduct: Readonly<Record<string, number>>;
}

/** Sums up the sales of a day. Amounts are in cents, so that sums are exact. */
export async function summarise(day: string, sales: AsyncIterable<Sale>): Promise<Report> {
  const byProduct: Record<string, number> = {};
  let count = 0;
  let total = 0;
  for await (const { product, amount } of sales) {
    byProduct[product] = (byProduct[product] ?? 0) + amount;
    total += amount;
    count += 1;
  }
  return { day, sales: count, total, byProduct };
}

/** The day before a moment, in UTC. */
export function dayBefore(moment: Date): string {
  return new Date(moment.getTime() - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

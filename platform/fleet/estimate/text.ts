import { styleText } from "node:util";
import type { CostLine, Estimate } from "./estimate.ts";

const money = (cost: number) => (cost < 0.005 ? "<0.01" : cost.toFixed(2));
const count = (quantity: number) =>
  quantity.toLocaleString("en-US", { maximumFractionDigits: quantity < 10 ? 2 : 0 });

/** Lines that the short text prints. */
const dearest = 3;

/**
 * An estimate for people: the total and the dearest lines; `full` is every line, the estimate's assumptions and the costs
 * that it leaves out.
 */
export function estimateText(estimate: Estimate, { full = false } = {}): string {
  const { total, region, asOf, assumptions, notIncluded } = estimate;
  const lines = full ? estimate.lines : estimate.lines.slice(0, dearest);
  const more = estimate.lines.length - lines.length;
  const width = (of: (line: CostLine) => string) => Math.max(0, ...lines.map((line) => of(line).length));
  const [costs, names] = [width(({ cost }) => money(cost)), width(({ resource }) => resource)];
  return [
    styleText("bold", `About ${money(total)} US dollars a month`),
    `  At prices of ${region} of ${asOf}: an estimate, no offer.`,
    ...lines.map(
      ({ cost, resource, what, quantity, unit }) =>
        `  ${money(cost).padStart(costs)}  ${resource.padEnd(names)}  ${styleText("dim", `${what}: ${count(quantity)} ${unit}`)}`,
    ),
    ...(full
      ? [
          styleText("dim", "  Taken for granted:"),
          ...assumptions.map((one) => `    ${one}`),
          styleText("dim", "  Not included:"),
          ...notIncluded.map((one) => `    ${one}`),
        ]
      : [
          styleText(
            "dim",
            `  ${more > 0 ? `${more} more lines, what` : "What"} is assumed and what is left out: --full`,
          ),
        ]),
    "",
  ].join("\n");
}

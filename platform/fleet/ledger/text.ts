import { relative } from "node:path";
import { styleText } from "node:util";
import { warnDays } from "../../values/exceptions/expiry.ts";
import { shown } from "../../values/problems.ts";
import type { Listed } from "./ledger.ts";

/** The ledger as text, colours on a terminal: red once expired, yellow in the last month. */
export function ledgerText(ledger: readonly Listed[]): string {
  if (ledger.length === 0) return "There are no exceptions.\n";
  return `${ledger.map(entry).join("\n")}\n`;
}

function entry(one: Listed): string {
  const { service, stages, kind, what, for: of, value, instead, reason, owner, expires, place } = one;
  const change =
    kind === "override" ? `${what}: ${shown(value)} instead of ${shown(instead)}` : `exempt from ${what}`;
  return [
    `${left(one)}  ${service} (${stages.join(", ")})  ${of}  ${change}`,
    `  ${reason}`,
    `  ${owner}, until ${expires}${place === undefined ? "" : `, ${relative(process.cwd(), place)}`}`,
    "",
  ].join("\n");
}

function left({ daysLeft }: Listed): string {
  const text = daysLeft < 0 ? `expired ${-daysLeft} day(s) ago` : `${daysLeft} day(s) left`;
  if (daysLeft > warnDays) return text;
  return styleText(daysLeft < 0 ? "red" : "yellow", text, { stream: process.stdout });
}

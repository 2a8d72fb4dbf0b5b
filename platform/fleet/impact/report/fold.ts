import { canonical } from "../json-text.ts";
import type { Change, Operation, PropertyChange, ServiceImpact } from "../types.ts";
import { type Placed, placed } from "./context.ts";

/** Changes that are told in one line, since they are alike. */
export interface Fold {
  readonly operation: Operation;
  readonly type: string;
  /** Of an update: the one property that this line is about. */
  readonly property?: PropertyChange;
  /** Never empty. */
  readonly changes: readonly Placed[];
}

/** The order in which operations are told: what is hardest to take back comes first. */
export const operations = ["replace", "delete", "update", "create", "import", "same"] as const;

/** A dashboard shows what the other changes are about, in many places. */
const dashboard = "aws:cloudwatch/dashboard:Dashboard";

/**
 * Alike changes together, over all services: of updates each property by itself. Components that come and go are left out, since their
 * parts are told.
 */
export function foldsOf(impacts: readonly ServiceImpact[]): Fold[] {
  const lines = placed(impacts)
    .filter(({ change: { component, operation } }) => !component || !/^(create|delete)$/.test(operation))
    .flatMap((one) => linesOf(one));
  const groups = Map.groupBy(lines, ({ key }) => key);
  const folds = [...groups.values()].map(
    ([first, ...rest]): Fold => ({
      operation: first!.one.change.operation,
      type: first!.one.change.type,
      ...(first!.property && { property: first!.property }),
      changes: [first!.one, ...rest.map(({ one }) => one)],
    }),
  );
  const rank = ({ operation }: Fold) => operations.indexOf(operation);
  const key = ({ type, property }: Fold) => `${type} ${property?.path ?? ""}`;
  return folds.sort(
    (a, b) => rank(a) - rank(b) || b.changes.length - a.changes.length || (key(a) < key(b) ? -1 : 1),
  );
}

interface Line {
  readonly key: string;
  readonly one: Placed;
  readonly property?: PropertyChange;
}

function linesOf(one: Placed): Line[] {
  const { change } = one;
  const { operation, type, properties } = change;
  if (operation === "update" || operation === "same")
    return properties.length === 0 || type === dashboard
      ? [{ key: canonical([operation, type]), one }]
      : properties.map((property) => ({ key: canonical([operation, type, property]), one, property }));
  return [{ key: canonical([operation, type, traits(change)]), one }];
}

/** What two changes that aren't updates have to share to be told together. */
function traits(change: Change): unknown {
  const { operation, replacedBy, deletedFirst, perhaps, staysInAws, dataLoss, problems } = change;
  const forced = operation === "replace" ? change.properties.filter(({ replaces }) => replaces) : [];
  return { replacedBy, forced, deletedFirst, perhaps, staysInAws, dataLoss, problems, after: change.after };
}

import { dayOf } from "../../../values/exceptions/expiry.ts";
import { checksOn } from "../../checks/index.ts";
import type { Together } from "../index.ts";
import type { Store } from "./store.ts";

/** Names of a service's graphs in the store; absent where there is none. */
export type Hashes = readonly [before: string | undefined, after: string | undefined];

interface Options {
  readonly stage: string;
  readonly store: Store;
  /** What findings depend on beside the graphs. */
  readonly key: string;
}

/** What the checks find of all services together at one side only: their sum of concurrency, names that meet, loops. */
export function togetherOf(all: readonly Hashes[], { stage, store, key }: Options): Together {
  if (all.every(([before, after]) => before === after)) return { gained: [], lost: [] };
  const names = all.map((hashes) => hashes.map((hash) => hash ?? "-").join(" ")).sort();
  return store.known(["together", key, stage, ...names].join("\n"), () => {
    const [before, after] = [0, 1].map((side) => findings(all, side, { stage, store })) as [
      Set<string>,
      Set<string>,
    ];
    return {
      gained: [...after].filter((one) => !before.has(one)),
      lost: [...before].filter((one) => !after.has(one)),
    };
  });
}

function findings(
  all: readonly Hashes[],
  side: number,
  { stage, store }: Pick<Options, "stage" | "store">,
): Set<string> {
  const graphs = all.flatMap((hashes) => {
    const hash = hashes[side];
    return (hash !== undefined && store.graph(hash)) || [];
  });
  // Owners are refused or tagged when a program runs: a graph has one.
  const owners = Object.fromEntries(graphs.map(({ project }) => [project, "one"]));
  const found = checksOn({ stage, graphs, owners, today: dayOf(new Date()) });
  return new Set(found.map(({ check, severity, message }) => `${severity}: ${message} (${check})`));
}

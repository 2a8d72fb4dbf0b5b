import { edge } from "./promises/edge.ts";
import { entrances } from "./promises/entrances.ts";
import { functions } from "./promises/functions.ts";
import type { Promised } from "./promises/promised.ts";
import { sources } from "./promises/sources.ts";
import { stores } from "./promises/stores.ts";
import { watching } from "./promises/watching.ts";

/** One for each default; test/defaults.test.ts fails when one is missing. */
export const promises: readonly Promised[] = [
  ...functions,
  ...sources,
  ...entrances,
  ...edge,
  ...stores,
  ...watching,
];

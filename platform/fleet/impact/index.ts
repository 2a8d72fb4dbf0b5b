export { type CompareOptions, compare } from "./compare.ts";
export {
  createKey,
  type KeepOptions,
  type KeptKey,
  keptGraph,
  packGraph,
  unpackGraph,
} from "./kept-graph.ts";
export {
  hasImpact,
  type ImpactContext,
  type ImpactFailure,
  type ImpactGraphs,
  isAlarming,
} from "./report/context.ts";
export { type ImpactJson, impactJson } from "./report/json.ts";
export { impactMarkdown } from "./report/markdown.ts";
export { impactPage } from "./report/page.ts";
export { impactText } from "./report/text.ts";
export type * from "./sum-types.ts";
export type * from "./types.ts";

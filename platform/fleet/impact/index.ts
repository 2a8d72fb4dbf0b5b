export { type CompareOptions, compare } from "./compare.ts";
export {
  createKey,
  type KeepOptions,
  type KeptKey,
  keptGraph,
  packGraph,
  unpackGraph,
} from "./kept-graph.ts";
export type * from "./sum-types.ts";
export type * from "./types.ts";

export { compare } from "./compare.ts";
export { createKey, packGraph, unpackGraph } from "./kept-graph.ts";
export {
  hasImpact,
  type ImpactContext,
  type ImpactFailure,
  isAlarming,
  type Together,
} from "./report/context.ts";
export { impactJson } from "./report/json.ts";
export { impactMarkdown } from "./report/markdown.ts";
export { impactPage } from "./report/page.ts";
export { impactText } from "./report/text.ts";
export type { Change, ServiceImpact } from "./types.ts";

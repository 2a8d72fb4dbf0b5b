import type { Graph } from "../../../platform/engine/index.ts";
import { Bucket, Distribution, type DistributionArgs } from "../../../platform/index.ts";
import { type EdgeCall, runAtEdge } from "../../support/edge.ts";
import { errorOf, graphOfProgram, inputsOf, type ProgramOptions, partsOf } from "../../support/index.ts";

export type Viewers = DistributionArgs["viewer"];

/** A distribution in front of a bucket, and the parts of it that are not the bucket's. */
export async function siteOf(args: Partial<DistributionArgs> = {}, options: ProgramOptions = {}) {
  const graph = await graphOfProgram(
    () => void new Distribution("site", { origin: new Bucket("files"), ...args }),
    options,
  );
  const made = inputsOf(graph, "site-distribution") as Record<string, Record<string, unknown>>;
  return { graph, made, parts: partsOf(graph).filter((part) => !/ files-/.test(part)) };
}

export const graphWith = (viewer: Viewers, dir?: string): Promise<Graph> =>
  graphOfProgram(
    () => void new Distribution("site", { origin: new Bucket("files"), viewer }),
    dir === undefined ? {} : { dir },
  );

/** The function of an event, run as it would be deployed. */
export async function edge(viewer: Viewers, event: "viewer-request" | "viewer-response" = "viewer-request") {
  const code = String(inputsOf(await graphWith(viewer), `site-${event}`).code);
  return { code, call: (call: EdgeCall = {}) => runAtEdge(code, call) };
}

/** The message that refuses a distribution. */
export const refusal = (args: object) =>
  errorOf(
    () =>
      void new Distribution("site", { origin: new Bucket("files"), ...args } as unknown as DistributionArgs),
  );

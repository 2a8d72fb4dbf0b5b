import { api } from "./api.ts";
import { containers } from "./containers.ts";
import type { Compute } from "./context.ts";
import { data } from "./data.ts";
import { deployment } from "./deployment.ts";
import { domains } from "./domains.ts";
import { edge } from "./edge.ts";
import { iam } from "./iam.ts";
import { lambda } from "./lambda.ts";
import { messaging } from "./messaging.ts";
import { operations } from "./operations.ts";

export type { Compute, Computed, Context } from "./context.ts";

/** Types whose ids and outputs are given in the very form of AWS; all others get a general one. */
export const known: Readonly<Record<string, Compute>> = {
  ...api,
  ...containers,
  ...data,
  ...deployment,
  ...domains,
  ...edge,
  ...iam,
  ...lambda,
  ...messaging,
  ...operations,
};

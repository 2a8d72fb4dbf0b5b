import type { ServiceRow } from "./aws-service.ts";
import { dynamodb } from "./dynamodb/index.ts";
import { http } from "./http/index.ts";
import { lambda } from "./lambda/index.ts";
import { mappings } from "./mappings/index.ts";
import { parameters } from "./parameters/index.ts";
import { schedules } from "./schedules/index.ts";
import { sqs } from "./sqs/index.ts";
import { states } from "./states/index.ts";
import { sts } from "./sts/index.ts";

/**
 * The AWS services on localhost, a folder each. A graph is brought up in this order: stores, then functions and
 * state machines, then addresses, then sources of work. They stop in the opposite order.
 */
export const services: readonly ServiceRow[] = [
  sqs,
  dynamodb,
  parameters,
  lambda,
  states,
  http,
  sts,
  mappings,
  schedules,
];

export const eventSources = services.flatMap(({ eventSource }) => eventSource ?? []);

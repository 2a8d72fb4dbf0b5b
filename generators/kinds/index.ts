import type { Kind } from "../../platform/defaults.ts";
import { cron } from "./cron.ts";
import { event } from "./event.ts";
import { gateway } from "./gateway.ts";
import { pipeline } from "./pipeline.ts";
import type { KindSpec } from "./spec.ts";

export type { Answers, KindSpec } from "./spec.ts";
export type { Kind };

/** Every kind of service. A kind's file holds its questions, and its variants as rows. */
const kinds: Readonly<Record<Kind, KindSpec>> = { gateway, event, cron, pipeline };

export const kindNames = Object.keys(kinds) as readonly Kind[];

export const isKind = (value: string): value is Kind => Object.hasOwn(kinds, value);

export const specOf = (kind: Kind): KindSpec => kinds[kind];

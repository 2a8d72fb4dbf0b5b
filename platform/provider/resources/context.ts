import type { Properties } from "../../engine/graph/graph.ts";
import { type Place, partition } from "../place.ts";

/** Facts that the values of a new resource follow from. */
export interface Context extends Place {
  readonly type: string;
  /** Physical name. */
  readonly name: string;
  /** Inputs with secrets followed. */
  readonly inputs: Properties;
  /** Differs per resource and is the same in every run. */
  readonly seed: string;
  /** An input as text; `""` when it isn't given. */
  readonly text: (input: string) => string;
  /** Base URL of an HTTP API where a local stand-in serves it; an API gives its name, others refer to it by id. */
  readonly apiUrl: (id: string, name?: string) => string | undefined;
}

/** Outputs, and the physical id where it isn't the name. */
export type Computed = Properties & { readonly id?: string };
export type Compute = (context: Context) => Computed;

/** Time of every date that AWS would fill in: a run must give the same graph each time. */
export const created = "2026-01-01T00:00:00Z";

/** `arn:<partition>:<service>:<region>:<account>:<resource>`. */
export const arn = (service: string, c: Context, resource: string): string =>
  `arn:${partition(c)}:${service}:${c.region}:${c.account}:${resource}`;

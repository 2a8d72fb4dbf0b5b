import type { WireService } from "../wire/wire-gateway.ts";

/** A DynamoDB for one local target. The two backends behave alike for an ordinary service. */
export interface TableBackend {
  readonly name: "dynoxide" | "dynalite";
  readonly handle: WireService;
  stop(): Promise<void>;
}

export type TableBackendName = TableBackend["name"];

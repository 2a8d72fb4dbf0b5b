import type { WireService } from "../wire/wire-gateway.ts";

/** A DynamoDB for one local target. The two there are behave alike for what an ordinary service does. */
export interface TableBackend {
  readonly name: "dynoxide" | "dynalite";
  readonly handle: WireService;
  stop(): Promise<void>;
}

export type TableBackendName = TableBackend["name"];

import type { Graph, Resource } from "../engine/graph/graph.ts";
import type { TableBackendName } from "./dynamodb/backend.ts";
import type { Fields } from "./graph/fields.ts";
import type { MappingPart } from "./mappings/read.ts";
import type { InvokeResult, LogLine, MessageAttribute, OnChunk, Port, Timing, Unsupported } from "./types.ts";
import type { WireService } from "./wire/wire-gateway.ts";

/** A row of the table in services.ts: one AWS service on localhost, and the resource types that it answers for. */
export interface ServiceRow extends Spoken {
  /** Types that it brings up, alone or as a part of another resource. */
  readonly serves: readonly string[];
  /** Set where event source mappings read from it; `LocalService.reader` makes the readers. */
  readonly eventSource?: EventSource;
  open(context: Context): LocalService | Promise<LocalService>;
}

/** Types that are not brought up, or not in full. */
export interface Spoken {
  /** Types without an effect that a handler on localhost could notice. */
  readonly inert?: readonly RegExp[];
  /** By type: the gaps of a resource, each as the end of a sentence about it. */
  readonly lacks?: Readonly<Record<string, (look: Look) => readonly (string | false | undefined)[]>>;
}

/** One resource, looked at for its gaps. */
export interface Look {
  readonly resource: Resource;
  readonly fields: Fields;
  readonly graph: Graph;
  readonly otherLanguages: boolean;
  readonly eventSources: readonly EventSource[];
}

export interface EventSource {
  /** Part of the ARN of each of its queues or streams. */
  readonly arn: string;
  readonly called: string;
}

/** An open service. It is empty until changes from `prepare` are made. */
export interface LocalService {
  /** Handlers of AWS calls by the service's signing name. */
  readonly wire?: Readonly<Record<string, WireService>>;
  /** Reads its parts off a graph and checks them; all that runs stays as it is until the change is made. */
  prepare(graph: Graph, dir: string): Change | Promise<Change>;
  /** Takes deliveries to an ARN, such as that of a schedule's target; undefined for an ARN of another service. */
  receiver?(arn: string): Receiver | undefined;
  /** Starts to read for a mapping; undefined where the program has no such queue or stream. */
  reader?(mapping: MappingPart): Reader | undefined;
  /** Opens addresses that the program asked for in vain. True when there were such: the program runs again. */
  grow?(): Promise<boolean>;
  /** Gaps that the graph doesn't show, such as a secret without a value. */
  missing?(): readonly Unsupported[];
  /** Takes no more work from the moment of the call; resolves when everything has ended. */
  stop(): void | Promise<void>;
}

export type Change = () => void | Promise<void>;

export type Receiver = (body: string, attributes?: Attributes) => Promise<unknown>;

export type Attributes = Readonly<Record<string, MessageAttribute>>;

export interface Reader {
  /** Takes no further batches; resolves when those under way have ended. */
  stop(): Promise<void>;
}

export interface TargetOptions {
  readonly region: string;
  readonly timing: Timing;
  /** Port of the first HTTP API. */
  readonly port: Port;
  /** Run other languages than Node.js's, see `LocalOptions`. */
  readonly otherLanguages?: boolean;
  readonly tables?: TableBackendName;
  /** Values of secrets and parameters, above all others. */
  readonly secrets?: Readonly<Record<string, string>>;
  onLog?(line: LogLine): void;
}

/** The target as its services see it: they reach one another only through this. */
export interface Context {
  readonly options: TargetOptions;
  /** Where every AWS call arrives. */
  readonly endpoint: string;
  readonly eventSources: readonly EventSource[];
  log(text: string, from?: Pick<LogLine, "source" | "requestId">): void;
  /** Rejects when the function is throttled or unknown. */
  invoke(functionArn: string, payload: unknown, onChunk?: OnChunk): Promise<InvokeResult>;
  receiver(arn: string): Receiver | undefined;
  /** Delivers to the resource that the ARN names; logs deliveries without a receiver here. */
  deliver(arn: string, body: string, attributes?: Attributes): Promise<unknown>;
  reader(mapping: MappingPart): Reader | undefined;
}

import type { Asset } from "../../engine/graph/graph.ts";

/** What the local target brings up, read from a graph: names and numbers only, every default filled in. */
export interface LocalGraph {
  readonly functions: readonly FunctionPart[];
  readonly queues: readonly QueuePart[];
  readonly tables: readonly TablePart[];
  readonly mappings: readonly MappingPart[];
  readonly schedules: readonly SchedulePart[];
  readonly apis: readonly ApiPart[];
  readonly machines: readonly MachinePart[];
}

export interface Part {
  /** Logical name. */
  readonly name: string;
  /** Logical names of the components around it, innermost first: what a person calls it. */
  readonly owners: readonly string[];
  /** What it is called on screen: the physical name without the stack's prefix. */
  readonly label: string;
}

export interface FunctionPart extends Part {
  readonly physicalName: string;
  readonly arn: string;
  /** Why it isn't run here, as the end of a sentence; undefined when it is. */
  readonly notRun: string | undefined;
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly reserved: number | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly code: Asset | undefined;
  readonly codeHash: string | undefined;
  readonly deadLetterArn: string | undefined;
  readonly async: AsyncConfig;
}

/** How asynchronous invocations of a function are retried and where they end (AWS: Invoking a function asynchronously). */
export interface AsyncConfig {
  readonly retries: number;
  readonly maximumAgeSeconds: number;
  readonly onFailureArn: string | undefined;
  readonly onSuccessArn: string | undefined;
}

export interface QueuePart extends Part {
  readonly physicalName: string;
  readonly arn: string;
  readonly url: string;
  /** In SQS's own names and texts. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly visibilitySeconds: number;
}

export interface TablePart extends Part {
  readonly physicalName: string;
  readonly attributes: readonly { name: string; type: string }[];
  readonly hashKey: string;
  readonly rangeKey: string | undefined;
  readonly globalIndexes: readonly IndexPart[];
  readonly localIndexes: readonly IndexPart[];
  readonly ttlAttribute: string | undefined;
}

export interface IndexPart {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey: string | undefined;
  readonly projection: string;
  readonly nonKeyAttributes: readonly string[];
}

/** An SQS event source mapping. */
export interface MappingPart extends Part {
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsFailures: boolean;
  /** It has filter criteria, which are not applied locally: such a mapping is not started. */
  readonly filtered: boolean;
  readonly maximumConcurrency: number;
}

export interface SchedulePart extends Part {
  readonly physicalName: string;
  readonly arn: string;
  readonly expression: string;
  readonly timezone: string;
  readonly enabled: boolean;
  readonly startDate: string | undefined;
  readonly endDate: string | undefined;
  readonly targetArn: string;
  readonly input: string | undefined;
  readonly retries: number;
  readonly maximumAgeSeconds: number;
  readonly deadLetterArn: string | undefined;
}

export interface ApiPart extends Part {
  readonly id: string;
  /** Address that the provider was told to give it; no slash at the end. */
  readonly endpoint: string;
  readonly stage: string;
  readonly cors: object | undefined;
  readonly throttling: { rateLimit?: number; burstLimit?: number } | undefined;
  readonly routes: readonly { routeKey: string; functionArn: string; timeoutMs: number }[];
  /** It is a function URL, and whether it streams; an HTTP API has none of this. */
  readonly url?: { readonly streaming: boolean };
}

export interface MachinePart extends Part {
  readonly physicalName: string;
  readonly arn: string;
  readonly definition: string;
  readonly type: "STANDARD" | "EXPRESS";
}

import type { DiagnosticEvent, EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";

/** What an operation does to a resource, in a person's words. */
export type Did = "create" | "update" | "replace" | "delete" | "import";

export type Counts = Readonly<Partial<Record<Did, number>>>;

/** A resource that changes. */
export interface Change {
  readonly did: Did;
  readonly type: string;
  readonly name: string;
  /** Inputs that differ, where the provider says so. */
  readonly properties: readonly string[];
}

/** The engine's steps that a person counts. A replacement is three of them: only its middle one counts. */
const steps: Readonly<Record<string, Did>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  import: "import",
};

const verbs: Readonly<Record<string, string>> = {
  create: "creating",
  update: "updating",
  replace: "replacing",
  "create-replacement": "replacing",
  delete: "deleting",
  "delete-replaced": "deleting",
  refresh: "reading",
  import: "adopting",
};

const stackType = "pulumi:pulumi:Stack";
const isProvider = (type: string) => type.startsWith("pulumi:providers:");

/** The logical name in a URN. */
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** `aws:sqs/queue:Queue` as `sqs.Queue`. */
export const shortType = (type: string): string => {
  const [, module = "", name = ""] = type.split(":");
  return [module.split("/")[0], name].filter((part) => part && part !== "index").join(".");
};

/** What happens in a stack, gathered from the events of Pulumi's engine. */
export class Happenings {
  readonly #changes: Change[] = [];
  readonly #errors: string[] = [];
  #done = 0;
  #now = "";
  #fresh = false;

  add(event: EngineEvent): void {
    if (event.diagnosticEvent) this.#diagnose(event.diagnosticEvent);
    if (event.resourcePreEvent) this.#begin(event.resourcePreEvent.metadata);
    if (event.resOutputsEvent) this.#end(event.resOutputsEvent.metadata);
  }

  /** Changes that came to an end, in their order. */
  get changes(): readonly Change[] {
    return this.#changes;
  }

  /** The engine's own errors, each with the resource that it is about. */
  get errors(): readonly string[] {
    return this.#errors;
  }

  /** Resources that are done with, unchanged ones included. */
  get done(): number {
    return this.#done;
  }

  /** What began last: `creating sqs.Queue jobs`. */
  get now(): string {
    return this.#now;
  }

  /** Whether the stack's own resource is made, so that nothing was deployed before. */
  get fresh(): boolean {
    return this.#fresh;
  }

  get counts(): Counts {
    const counts: Partial<Record<Did, number>> = {};
    for (const { did } of this.#changes) counts[did] = (counts[did] ?? 0) + 1;
    return counts;
  }

  #begin({ op, urn, type }: StepEventMetadata): void {
    if (type === stackType) this.#fresh ||= op === "create";
    else if (verbs[op] && !isProvider(type)) this.#now = `${verbs[op]} ${shortType(type)} ${nameOf(urn)}`;
  }

  #end({ op, urn, type, diffs }: StepEventMetadata): void {
    if (isProvider(type) || type === stackType) return;
    this.#done += 1;
    const did = steps[op];
    if (did) this.#changes.push({ did, type, name: nameOf(urn), properties: diffs ?? [] });
  }

  #diagnose({ severity, message, urn }: DiagnosticEvent): void {
    if (severity !== "error") return;
    const text = message.trim();
    // The engine's last word, after the errors that say why.
    if (/^(update|preview|refresh|destroy) failed$/.test(text)) return;
    this.#errors.push(urn ? `${nameOf(urn)}: ${text}` : text);
  }
}

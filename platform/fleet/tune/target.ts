import type { Graph, Resource } from "../../engine/index.ts";
import { suggestion, UsageError } from "../../values/problems.ts";

/** A function of a service, as far as tuning it goes. */
export interface Target {
  /** As the plan and the config object `functions` call it: `api-create-user`. */
  readonly name: string;
  /** Its physical name. */
  readonly functionName: string;
  /** MB. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  /** Executions reserved for it; undefined where it shares the account's. */
  readonly reserved: number | undefined;
  /** The alias that others invoke, where it has versions. */
  readonly alias: string | undefined;
  /** The longest timeout that its caller waits for, and the caller. */
  readonly limit: TimeoutLimit | undefined;
  /** Whether Lambda's own line with the duration of each invocation gets into its log. */
  readonly reported: boolean;
  /** Whether a component made it, so that the stack's config reaches it. */
  readonly configurable: boolean;
}

export interface TimeoutLimit {
  readonly seconds: number;
  readonly caller: string;
}

/**
 * Limits of callers' waits. Sources: "Quotas for configuring and running an HTTP API" (30 s) and "Quotas for configuring
 * and running a REST API" (29 s unless raised), of which the lower one holds for both; "Customizing user pool workflows with
 * Lambda triggers".
 */
const limits: Readonly<Record<string, TimeoutLimit>> = {
  "apigateway.amazonaws.com": { seconds: 29, caller: "API Gateway" },
  "cognito-idp.amazonaws.com": { seconds: 5, caller: "Cognito" },
};

const component = "platform:index:Function";

/** The functions of a service that can be tuned, by name. */
export function targetsOf(graph: Graph): Target[] {
  return graph.of("aws:lambda/function:Function").flatMap((resource) => {
    const owner = resource.parent ? graph.byUrn(resource.parent) : undefined;
    const outer = owner?.parent ? graph.byUrn(owner.parent) : undefined;
    // A function of a function tries its versions: invoked, it would report to CodeDeploy. One of tenants requires a tenant.
    if (outer?.type === component || resource.inputs.tenancyConfig) return [];
    return [targetOf(graph, resource, owner?.type === component ? owner : undefined)];
  });
}

function targetOf(graph: Graph, { name, inputs }: Resource, owner: Resource | undefined): Target {
  const functionName = String(inputs.name ?? name);
  const isMine = ({ inputs: { function: one, functionName: other } }: Resource) =>
    [one, other].some((given) =>
      String(given ?? "")
        .split(":")
        .includes(functionName),
    );
  const timeout = Number(inputs.timeout ?? 3);
  const reserved = Number(inputs.reservedConcurrentExecutions ?? -1);
  const logging = (inputs.loggingConfig ?? {}) as { logFormat?: string; systemLogLevel?: string };
  const found = graph
    .of("aws:lambda/permission:Permission")
    .filter(isMine)
    .flatMap(({ inputs: { principal } }) => limits[String(principal)] ?? [])
    .sort((a, b) => a.seconds - b.seconds)[0];
  return {
    name: owner?.name ?? name,
    functionName,
    memory: Number(inputs.memorySize ?? 128),
    timeout,
    reserved: reserved < 0 ? undefined : reserved,
    alias: graph
      .of("aws:lambda/alias:Alias")
      .filter(isMine)
      .map(({ inputs }) => String(inputs.name))[0],
    // A longer timeout means that the gateway waits for longer, as for a streamed response.
    limit: found && timeout <= found.seconds ? found : undefined,
    reported: logging.logFormat !== "JSON" || logging.systemLogLevel !== "WARN",
    configurable: owner !== undefined,
  };
}

/** The function of a name, or the only one there is. */
export function pickTarget(graph: Graph, name?: string): Target {
  const targets = targetsOf(graph);
  const names = targets.map((target) => target.name).sort();
  const where = `${graph.project} in stage ${graph.stack}`;
  if (names.length === 0)
    throw new UsageError(
      `${where} has no function to tune; one with tenancy wants a tenant, which Power Tuning can't name.`,
    );
  if (name === undefined && targets.length > 1)
    throw new UsageError(`${where} has ${names.length} functions; name one of: ${names.join(", ")}.`);
  const target = name === undefined ? targets[0] : targets.find((one) => one.name === name);
  if (target) return target;
  throw new UsageError(
    `${where} has no function ${name} to tune.${suggestion(String(name), names)} There are: ${names.join(", ")}.`,
  );
}

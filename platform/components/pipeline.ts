import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type ConstantCase, constantCase } from "../values/names.ts";
import { checkKeys, checkOneOf, checkRange, ProblemsError } from "../values/problems.ts";
import { alarm } from "./alarm.ts";
import { Component, nameOf, type Transform, whereOf } from "./component.ts";
import { Function, isOwn } from "./function.ts";
import {
  type FunctionArgs,
  type FunctionTransform,
  functionArgsOf,
  type HandlerPath,
} from "./function-args.ts";
import { handlerClashes, handlerName } from "./handler-name.ts";
import { combineLinks, type Link, type Linkable, linkOf, type Statement, type VariablesOf } from "./link.ts";
import { policyDocument, tracingStatement, trust } from "./policy.ts";
import { settingsOf } from "./settings.ts";
import { buildDefinition, defaultSequence, type Node, Step, validateDefinition } from "./states.ts";

/** What runs a step: a handler's file, a function with settings of its own, or one made elsewhere. */
export type StepTarget = HandlerPath | FunctionArgs | Function;

export interface PipelineArgs<
  S extends Readonly<Record<string, StepTarget>> = Readonly<Record<string, StepTarget>>,
  L extends readonly Linkable[] = readonly Linkable[],
> {
  /** Steps by name; each becomes a function and a state of that name. */
  readonly steps: S;
  /** How the steps follow one another, built of `sequence`, `choice`, `parallel`, ... Default: in the order given. */
  readonly definition?: (steps: { readonly [K in keyof S]: Step<Function> }) => Node<Function>;
  /** What every step uses. A step's own `link` adds to it. */
  readonly link?: L;
  /** Settings of every step; a step's own come first. */
  readonly function?: Partial<Omit<FunctionArgs, "handler" | "link">>;
  /** Default: `defaults.pipeline.type`. It can't be changed later without replacing the state machine. */
  readonly type?: "STANDARD" | "EXPRESS";
  /** Seconds a run may take; up to a year, 300 for Express. Default: `defaults.pipeline.timeout`. */
  readonly timeout?: number;
  readonly transform?: {
    readonly stateMachine?: Transform<aws.sfn.StateMachineArgs>;
    readonly role?: Transform<aws.iam.RoleArgs>;
    readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
    readonly function?: FunctionTransform;
  };
}

/** Seconds a run may take. Source: "Quotas related to state machine executions". */
const maxTimeout = { STANDARD: 31_536_000, EXPRESS: 300 } as const;

/** Step Functions logs through log delivery, which has no resources of its own: AWS allows nothing but `*` here. */
const logDelivery: Statement = {
  actions: [
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
  ],
  resources: ["*"],
};

/** Sampling rules belong to the account: AWS allows nothing but `*` here. */
const sampling: Statement = {
  actions: ["xray:GetSamplingRules", "xray:GetSamplingTargets"],
  resources: ["*"],
};

/** How a run ends without success, each counted on its own. Source: "Monitoring Step Functions metrics". */
const endings = [
  ["failed", "ExecutionsFailed"],
  ["timed-out", "ExecutionsTimedOut"],
  ["aborted", "ExecutionsAborted"],
] as const;

/** The args without the one whose type depends on the steps. */
type SharedArgs = Omit<PipelineArgs, "definition">;

type PipelineVariable<N extends string> = `${ConstantCase<N>}_STATE_MACHINE_ARN`;

/** A state machine whose steps are functions: with retries of Lambda's transient errors, logs, traces and an alarm. */
export class Pipeline<
    const N extends string = string,
    const S extends Readonly<Record<string, StepTarget>> = Readonly<Record<string, StepTarget>>,
    const L extends readonly Linkable[] = readonly [],
  >
  extends Component
  implements Linkable<PipelineVariable<N>>
{
  /** The steps' functions by name. */
  readonly functions: { readonly [K in keyof S]: Function };
  /** The state machine. */
  readonly stateMachine: aws.sfn.StateMachine;
  /** Its role: may start its own steps, nothing else. */
  readonly role: aws.iam.Role;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly arn: pulumi.Output<string>;
  /** Lets a function start runs. */
  readonly start: Linkable<PipelineVariable<N>>;
  readonly link: Link<PipelineVariable<N>>;
  readonly environmentNames: readonly (
    | VariablesOf<{ link: L }>
    | { [K in keyof S]: VariablesOf<S[K]> }[keyof S]
  )[];

  constructor(name: N, args: PipelineArgs<S, L>, options: pulumi.ComponentResourceOptions = {}) {
    super("Pipeline", name, options, "pipeline");
    const settings = settingsOf("pipeline", { pipeline: { type: args.type, timeout: args.timeout } });
    const { type, timeout, logLevel, stepRetries, stepRetryInterval, stepRetryBackoff } = settings.pipeline;
    checkPipeline(name, args, type, args.timeout ?? Math.min(timeout, maxTimeout[type]));
    const { transform = {} } = args;

    const targets = Object.entries(args.steps);
    // Steps of one handler file share its function.
    const made = new Map<StepTarget, Function>();
    for (const [, target] of targets)
      if (!made.has(target))
        made.set(target, target instanceof Function ? target : this.#function(name, target, args));
    this.functions = Object.fromEntries(
      targets.map(([step, target]) => [step, made.get(target)]),
    ) as typeof this.functions;
    const steps = Object.fromEntries(
      Object.entries<Function>(this.functions).map(([step, fn]) => [step, new Step(step, fn)]),
    );
    const root =
      args.definition?.(steps as { [K in keyof S]: Step<Function> }) ?? defaultSequence(Object.values(steps));
    const definition = buildDefinition(root, {
      timeoutSeconds: Math.min(timeout, maxTimeout[type]),
      retry: { attempts: stepRetries, interval: stepRetryInterval, backoff: stepRetryBackoff },
    });
    const problems = validateDefinition(withArns(definition, () => placeholderArn) as object);
    if (problems.length > 0) throw new ProblemsError(whereOf("Pipeline", name), problems);

    this.logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      ...this.part(transform.logGroup, {
        // The prefix keeps the account's one resource policy for log delivery from growing past its limit.
        name: `/aws/vendedlogs/states/${nameOf("stateMachine", name)}`,
        retentionInDays: settings.function.logRetentionDays,
      }),
    );
    this.role = new aws.iam.Role(
      `${name}-role`,
      ...this.part(transform.role, {
        name: nameOf("role", name, "-states"),
        assumeRolePolicy: trust("states.amazonaws.com"),
      }),
    );
    const tracing = settings.function.tracing === "Active";
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      {
        name: "permissions",
        role: this.role.name,
        policy: policyDocument([
          {
            actions: ["lambda:InvokeFunction"],
            resources: [...new Set(Object.values<Function>(this.functions))].map((fn) => fn.arn),
          },
          logDelivery,
          ...(tracing ? [tracingStatement, sampling] : []),
        ]),
      },
      { parent: this },
    );
    this.stateMachine = new aws.sfn.StateMachine(
      `${name}-state-machine`,
      ...this.part(
        transform.stateMachine,
        {
          name: nameOf("stateMachine", name),
          type,
          roleArn: this.role.arn,
          definition: pulumi.jsonStringify(withArns(definition, (fn) => fn.arn)),
          // The input of a run may hold personal data: the log gets what failed, not with what.
          loggingConfiguration: {
            level: logLevel,
            includeExecutionData: false,
            logDestination: pulumi.interpolate`${this.logGroup.arn}:*`,
          },
          tracingConfiguration: { enabled: tracing },
        },
        { dependsOn: [policy] },
      ),
    );
    // Nothing can abort an Express run.
    for (const [ending, metric] of endings)
      if (type === "STANDARD" || ending !== "aborted")
        alarm(
          `${name}-${ending}`,
          {
            description: `Runs of ${nameOf("stateMachine", name)} end as ${ending}: see the runbook in the service's README.`,
            namespace: "AWS/States",
            metric,
            dimensions: { StateMachineArn: this.stateMachine.arn },
            threshold: settings.alarms.failedExecutions,
          },
          settings.alarms,
          { parent: this },
        );

    this.arn = this.stateMachine.arn;
    const variable = `${constantCase(name)}_STATE_MACHINE_ARN` as const;
    this.start = linkOf(variable, this.arn, ["states:StartExecution"], [this.arn]);
    this.link = this.start.link;
    this.environmentNames = combineLinks([
      ...(args.link ?? []),
      ...targets.flatMap(([, target]) =>
        typeof target === "object" && "handler" in target ? (target.link ?? []) : [],
      ),
    ]).names as typeof this.environmentNames;
    this.registerOutputs({ stateMachineArn: this.arn });
  }

  #function(name: string, target: HandlerPath | FunctionArgs, args: SharedArgs): Function {
    const own = functionArgsOf(target, args);
    return new Function(handlerName(name, own.handler), own, { parent: this, invocation: "sync" });
  }
}

/** Stands for a function whose ARN isn't known yet, so that a definition can be validated in a preview too. */
const placeholderArn = "arn:aws:lambda:eu-west-1:123456789012:function:step";

/** A definition with something in place of each function. */
function withArns<T>(value: unknown, arn: (fn: Function) => T): unknown {
  if (value instanceof Function) return arn(value);
  if (Array.isArray(value)) return value.map((one) => withArns(one, arn));
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withArns(one, arn)]));
  return value;
}

function checkPipeline(name: string, args: SharedArgs, type: keyof typeof maxTimeout, timeout: number) {
  const problems = [
    ...checkKeys(args, ["steps", "definition", "link", "function", "type", "timeout", "transform"]),
    ...checkKeys(args.transform, ["stateMachine", "role", "logGroup", "function"], "transform."),
    ...(Object.keys(args.steps ?? {}).length === 0
      ? ['steps: there is none; give at least one, such as charge: "src/charge.ts".']
      : []),
    ...handlerClashes("steps", name, Object.values(args.steps ?? {}).filter(isOwn)),
    ...Object.entries(args.steps ?? {})
      .filter(([, target]) => !target)
      .map(([step]) => `steps.${step}: it leads to nothing; give it a handler's file.`),
    ...checkOneOf("type", type, Object.keys(maxTimeout)),
    ...checkRange("timeout", timeout, {
      min: 1,
      max: maxTimeout[type] ?? maxTimeout.STANDARD,
      unit: "seconds",
    }),
  ];
  if (problems.length > 0) throw new ProblemsError(whereOf("Pipeline", name), problems);
}

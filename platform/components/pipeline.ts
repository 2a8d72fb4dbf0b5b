import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type ConstantCase, constantCase } from "../values/names.ts";
import { ValueError } from "../values/problems.ts";
import { alarm } from "./alarm.ts";
import { Component, nameOf, whereOf } from "./component.ts";
import { Function } from "./function.ts";
import { type FunctionArgs, functionArgsOf, type HandlerPath } from "./function-args.ts";
import { handlerName } from "./handler-name.ts";
import { combineLinks, type Link, type Linkable, linkOf, type Statement, type VariablesOf } from "./link.ts";
import {
  checkPipeline,
  maxTimeout,
  type PipelineArgs,
  type SharedArgs,
  type StepTarget,
} from "./pipeline-args.ts";
import { policyDocument, tracingStatement, trust } from "./policy.ts";
import { settingsOf } from "./settings.ts";
import {
  type BuildOptions,
  buildMachine,
  type Definition,
  defaultSequence,
  type Node,
  position,
  type Query,
  Step,
  validateDefinition,
} from "./states.ts";

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

type PipelineVariable<N extends string> = `${ConstantCase<N>}_STATE_MACHINE_ARN`;

/** A state machine whose steps are functions: with retries of Lambda's transient errors, logs, traces and an alarm. */
export class Pipeline<
    const N extends string = string,
    const S extends Readonly<Record<string, StepTarget>> = Readonly<Record<string, StepTarget>>,
    const L extends readonly Linkable[] = readonly [],
    const Q extends Query = "jsonpath",
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

  constructor(name: N, args: PipelineArgs<S, L, Q>, options: pulumi.ComponentResourceOptions = {}) {
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
      Object.entries<Function>(this.functions).map(([step, fn]) => [step, new Step<Function, Q>(step, fn)]),
    );
    const root = args.definition
      ? args.definition(steps as { [K in keyof S]: Step<Function, Q> })
      : defaultSequence(steps);
    const definition = checkedDefinition(name, root, {
      query: args.query,
      steps: targets.map(([step]) => step),
      at: position(),
      folder: pulumi.getRootDirectory(),
      timeoutSeconds: Math.min(timeout, maxTimeout[type]),
      retry: { attempts: stepRetries, interval: stepRetryInterval, backoff: stepRetryBackoff },
    });

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
            resources: [...new Set(Object.values<Function>(this.functions))].map((fn) => fn.target.arn),
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
          definition: pulumi.jsonStringify(withArns(definition, (fn) => fn.target.arn)),
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
        typeof target === "object" && ("handler" in target || "code" in target) ? (target.link ?? []) : [],
      ),
    ]).names as typeof this.environmentNames;
    this.registerOutputs({ stateMachineArn: this.arn });
  }

  #function(name: string, target: HandlerPath | FunctionArgs, args: SharedArgs): Function {
    const own = functionArgsOf(target, args);
    return new Function(handlerName(name, own), own, { parent: this, invocation: "sync" });
  }
}

/** The definition of a state machine. Throws a `ValueError` that names the pipeline when it isn't valid. */
function checkedDefinition(name: string, root: Node<Function, Query>, options: BuildOptions): Definition {
  const where = whereOf("Pipeline", name);
  try {
    const { definition, placeOf } = buildMachine(root, options);
    const problems = validateDefinition(withArns(definition, () => placeholderArn) as object);
    if (problems.length === 0) return definition;
    throw new ValueError(
      problems.map(({ message, state }) => {
        const place = state === undefined ? undefined : placeOf(state);
        return place ? `${place}: ${message}` : message;
      }),
    );
  } catch (error) {
    throw error instanceof ValueError ? new ValueError(error.problems, where) : error;
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

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarm } from "../../core/alarm.ts";
import { Component, nameOf } from "../../core/component.ts";
import {
  combineLinks,
  type Link,
  type Linkable,
  linkOf,
  type Statement,
  type VariablesOf,
} from "../../core/link.ts";
import { policyDocument, tracingStatement, trust } from "../../core/policy.ts";
import { settingsOf } from "../../core/settings.ts";
import type { Defaults } from "../../defaults.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { functionArgsOf } from "../function/args.ts";
import { Function } from "../function/function.ts";
import { handlerName } from "../function/handler-name.ts";
import type { Gateway } from "../gateway/gateway.ts";
import type { HttpArgs } from "../gateway/types/index.ts";
import type { Table } from "../table/table.ts";
import { Approval, allowAnswers, approvalPages, approvalTable, pagePath } from "./approvals.ts";
import {
  checkPipeline,
  handlerOf,
  maxTimeout,
  type PipelineArgs,
  type PipelineNumbers,
  type SharedArgs,
  type StepTarget,
} from "./args.ts";
import { checkedDefinition, definitionJson } from "./definition.ts";
import { defaultSequence, position, type Query, Step } from "./states/index.ts";

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
  /** Where approvals wait for their answers; undefined without approvals. */
  readonly approvals: Table | undefined;
  /** The pages on which people decide; undefined without approvals. */
  readonly pages: Gateway<HttpArgs> | undefined;
  /** Lets a function start runs. */
  readonly start: Linkable<PipelineVariable<N>>;
  readonly link: Link<PipelineVariable<N>>;
  readonly environmentNames: readonly (
    | VariablesOf<{ link: L }>
    | { [K in keyof S]: VariablesOf<S[K] extends Approval<infer A> ? A : S[K]> }[keyof S]
  )[];

  constructor(name: N, args: PipelineArgs<S, L, Q>, options: pulumi.ComponentResourceOptions = {}) {
    super("Pipeline", name, options, "pipeline");
    const settings = settingsOf("pipeline", { pipeline: { type: args.type, timeout: args.timeout } });
    const { type, stepRetries, stepRetryInterval, stepRetryBackoff } = settings.pipeline;
    const numbers = numbersOf(args, settings.pipeline);
    checkPipeline(name, args, numbers);
    const targets = Object.entries(args.steps);
    const { transform = {} } = args;

    const waiting = Object.keys(numbers.approvals).length > 0 ? approvalTable(this, name) : undefined;
    // Steps of one handler file share its function.
    const made = new Map<StepTarget, Function>();
    for (const [, target] of targets)
      if (!made.has(target))
        made.set(
          target,
          target instanceof Function ? target : this.#function(name, target, args, waiting?.access),
        );
    this.functions = Object.fromEntries(
      targets.map(([step, target]) => [step, made.get(target)]),
    ) as typeof this.functions;
    const asking = [...made].filter(([target]) => target instanceof Approval).map(([, fn]) => fn);
    this.approvals = waiting?.table;
    this.pages = waiting && approvalPages(this, name, asking);
    const steps = Object.fromEntries(
      Object.entries<Function>(this.functions).map(([step, fn]) => {
        const [node, seconds] = [new Step<Function, Q>(step, fn), numbers.approvals[step]];
        if (seconds === undefined || !this.pages) return [step, node];
        return [step, node.waitForPerson(pulumi.concat(this.pages.url, pagePath(name, fn)), seconds)];
      }),
    );
    const root = args.definition
      ? args.definition(steps as { [K in keyof S]: Step<Function, Q> })
      : defaultSequence(steps);
    const definition = checkedDefinition(name, root, {
      query: args.query,
      steps: targets.map(([step]) => step),
      at: position(),
      folder: pulumi.getRootDirectory(),
      timeoutSeconds: numbers.timeout,
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
          definition: definitionJson(definition),
          // The input of a run may hold personal data: the log gets what failed, not with what.
          loggingConfiguration: {
            level: type === "EXPRESS" ? settings.pipeline.expressLogLevel : settings.pipeline.logLevel,
            includeExecutionData: false,
            logDestination: pulumi.interpolate`${this.logGroup.arn}:*`,
          },
          tracingConfiguration: { enabled: tracing },
        },
        { dependsOn: [policy] },
      ),
    );
    allowAnswers(this, asking, this.stateMachine.arn);
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
      ...targets.flatMap(([, target]) => {
        const own = target instanceof Function ? target : handlerOf(target);
        return typeof own === "object" && ("handler" in own || "code" in own) ? (own.link ?? []) : [];
      }),
    ]).names as typeof this.environmentNames;
    this.registerOutputs({ stateMachineArn: this.arn });
  }

  #function(
    name: string,
    target: Exclude<StepTarget, Function>,
    args: SharedArgs,
    access: Linkable | undefined,
  ): Function {
    const own = functionArgsOf(handlerOf(target), args);
    const link = [...(own.link ?? []), ...(access && target instanceof Approval ? [access] : [])];
    return new Function(handlerName(name, own), { ...own, link }, { parent: this, invocation: "sync" });
  }
}

/** What a pipeline comes to: a run may take its own time, and as long as people may take. */
function numbersOf(args: SharedArgs, settings: Defaults["pipeline"]): PipelineNumbers {
  const { type, timeout, approvalTimeout } = settings;
  const approvals = Object.fromEntries(
    Object.entries(args.steps ?? {}).flatMap(([step, target]) =>
      target instanceof Approval ? [[step, target.timeout ?? approvalTimeout]] : [],
    ),
  );
  const waits = Object.values(approvals).reduce((sum, seconds) => sum + seconds, 0);
  return {
    type,
    approvals,
    timeout: args.timeout ?? Math.min(timeout + waits, maxTimeout[type] ?? maxTimeout.STANDARD),
  };
}

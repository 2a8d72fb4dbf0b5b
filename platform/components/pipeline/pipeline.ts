import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../core/component.ts";
import { combineLinks, type Link, type Linkable, linkOf, type VariablesOf } from "../../core/link.ts";
import type { Defaults } from "../../defaults.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { functionArgsOf } from "../function/args.ts";
import { Function } from "../function/function.ts";
import { handlerName } from "../function/handler-name.ts";
import type { Gateway } from "../gateway/gateway.ts";
import type { HttpArgs } from "../gateway/types/index.ts";
import type { Table } from "../table/table.ts";
import { Approval, allowAnswers, createApprovalPages, createApprovalTable, pagePath } from "./approvals.ts";
import {
  handlerOf,
  numbersOf,
  type PipelineArgs,
  type PipelineNumbers,
  type SharedArgs,
  type StepTarget,
} from "./args.ts";
import { checkedDefinition } from "./definition.ts";
import { pipelineProblems } from "./problems.ts";
import { createAlarms, createStateMachine } from "./state-machine.ts";
import { type Definition, defaultSequence, position, type Query, Step } from "./states/index.ts";

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
  /** Keeps approvals that wait for an answer; undefined without approvals. */
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
    super("Pipeline", name, options, { args: { pipeline: { type: args.type, timeout: args.timeout } } });
    const { settings } = this;
    const numbers = numbersOf(args, settings.pipeline);
    this.refuse(pipelineProblems(name, args, numbers));
    const context = { component: this, name, settings, transform: args.transform ?? {} };

    const waiting = Object.keys(numbers.approvals).length > 0 ? createApprovalTable(this, name) : undefined;
    const made = this.#createFunctions(name, args, waiting?.access);
    const asking = [...made].filter(([target]) => target instanceof Approval).map(([, fn]) => fn);
    this.functions = Object.fromEntries(
      Object.entries(args.steps).map(([step, target]) => [step, made.get(target)]),
    ) as typeof this.functions;
    this.approvals = waiting?.table;
    this.pages = waiting && createApprovalPages(this, name, asking);
    const definition = this.#definition(name, args, numbers, settings.pipeline);
    const machine = createStateMachine(context, definition, [...made.values()]);
    this.logGroup = machine.logGroup;
    this.role = machine.role;
    this.stateMachine = machine.stateMachine;
    allowAnswers(this, asking);
    createAlarms(context, this.stateMachine);

    this.arn = this.stateMachine.arn;
    const variable = `${constantCase(name)}_STATE_MACHINE_ARN` as const;
    this.start = linkOf(variable, this.arn, ["states:StartExecution"], [this.arn]);
    this.link = this.start.link;
    this.environmentNames = combineLinks([
      ...(args.link ?? []),
      ...Object.values<StepTarget>(args.steps).flatMap((target) => {
        const own = target instanceof Function ? target : handlerOf(target);
        return typeof own === "object" && ("handler" in own || "code" in own) ? (own.link ?? []) : [];
      }),
    ]).names as typeof this.environmentNames;
    this.registerOutputs({ stateMachineArn: this.arn });
  }

  /** The functions by target: steps of one handler file share its function. */
  #createFunctions(
    name: string,
    args: SharedArgs,
    access: Linkable | undefined,
  ): ReadonlyMap<StepTarget, Function> {
    const made = new Map<StepTarget, Function>();
    for (const target of Object.values(args.steps))
      if (!made.has(target))
        made.set(
          target,
          target instanceof Function ? target : this.#createFunction(name, target, args, access),
        );
    return made;
  }

  #createFunction(
    name: string,
    target: Exclude<StepTarget, Function>,
    args: SharedArgs,
    access: Linkable | undefined,
  ): Function {
    const own = functionArgsOf(handlerOf(target), args);
    const link = [...(own.link ?? []), ...(access && target instanceof Approval ? [access] : [])];
    return new Function(handlerName(name, own), { ...own, link }, { parent: this, invocation: "sync" });
  }

  #definition(
    name: string,
    args: PipelineArgs<S, L, Q>,
    numbers: PipelineNumbers,
    { stepRetries, stepRetryInterval, stepRetryBackoff }: Defaults["pipeline"],
  ): Definition {
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
    return checkedDefinition(name, root, {
      query: args.query,
      steps: Object.keys(steps),
      at: position(),
      folder: pulumi.getRootDirectory(),
      timeoutSeconds: numbers.timeout,
      retry: { attempts: stepRetries, interval: stepRetryInterval, backoff: stepRetryBackoff },
    });
  }
}

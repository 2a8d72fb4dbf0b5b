import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, nameOf, whereOf } from "../../core/component.ts";
import type { DestinationTarget, Receiver } from "../../core/destination.ts";
import { combineLinks, type Link, type Linkable, linkOf, type Statement } from "../../core/link.ts";
import { type Sender, tracingStatement } from "../../core/policy.ts";
import type { Overlay } from "../../settings.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { createDeadLetterQueue } from "../queue/queue.ts";
import { createFunctionAlarms } from "./alarms.ts";
import { createLiveAlias, isVersioned } from "./alias.ts";
import { type FunctionArgs, functionOverlay } from "./args.ts";
import { createCodeInputs } from "./code/index.ts";
import { mergeByAction, queueDestination } from "./destination.ts";
import { environmentOf, platformVariables } from "./environment.ts";
import { createBeside, createFeatures } from "./features/index.ts";
import { functionLayers } from "./layers.ts";
import { createInvokeConfig, createLogGroup, createPolicy, createRole, settingInputs } from "./parts.ts";
import { functionProblems } from "./problems.ts";
import type { HandlerPath, Invocation, InvokeTarget } from "./types.ts";

type FunctionVariable<N extends string> = `${ConstantCase<N>}_FUNCTION_NAME`;

/** The one place that makes a Lambda function: code, role, log group, failure path and alarms. */
export class Function<const N extends string = string>
  extends Component
  implements Linkable<FunctionVariable<N>>, Receiver<"function">
{
  /** The function. */
  readonly function: aws.lambda.Function;
  /** Its role: may write its own logs and traces, and what its links allow. */
  readonly role: aws.iam.Role;
  /** Made before the function, so that Lambda never makes one that doesn't expire. */
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Gets asynchronous events after their retries; undefined where nothing invokes the function asynchronously. */
  readonly deadLetterQueue: aws.sqs.Queue | undefined;
  /** Invoked by others where there are versions: with CodeDeploy or provisioned concurrency; undefined elsewhere. */
  readonly alias: aws.lambda.Alias | undefined;
  readonly arn: pulumi.Output<string>;
  readonly functionName: pulumi.Output<string>;
  readonly target: InvokeTarget;
  /** Seconds; queues derive their visibility timeout from it. */
  readonly timeout: number;
  /** Whether its callers have to name a tenant. */
  readonly tenancy: FunctionArgs["tenancy"];
  /** Lets another function invoke this one. */
  readonly invoke: Linkable<FunctionVariable<N>>;
  readonly link: Link<FunctionVariable<N>>;

  constructor(name: N, args: FunctionArgs, options: FunctionOptions = {}) {
    const { invocation = "async", statements = [], senders, settings: over, ...resource } = options;
    super("Function", name, resource, { args: functionOverlay(args), source: over, functionName: name });
    const { settings } = this;
    const dir = pulumi.getRootDirectory();
    const isPart = options.parent instanceof Component;
    this.refuse(functionProblems(args, settings, { invocation, dir, isPart }));

    const context = { component: this, name, transform: args.transform ?? {} };
    const { transform } = context;
    const functionName = nameOf("function", name);
    const versioned = isVersioned(args, settings);
    const links = combineLinks(args.link ?? []);
    const code = createCodeInputs(args, { ...context, dir, settings: settings.function });

    this.logGroup = createLogGroup(context, functionName, settings.function.logRetentionDays);
    this.role = createRole(context);
    const featureContext = { ...context, functionArn: arnBeside(this.logGroup, functionName) };
    const features = createFeatures(args, featureContext);
    this.deadLetterQueue =
      invocation === "async" && !args.onFailure
        ? createDeadLetterQueue(this, name, settings, { transform: transform.deadLetterQueue, senders })
        : undefined;
    const results = {
      onFailure:
        args.onFailure?.asDestination() ?? (this.deadLetterQueue && queueDestination(this.deadLetterQueue)),
      onSuccess: args.onSuccess?.asDestination(),
    };
    const policy = createPolicy(context, this.role, [
      {
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [pulumi.interpolate`${this.logGroup.arn}:*`],
      },
      ...(settings.function.tracing === "Active" ? [tracingStatement] : []),
      ...(invocation === "async" ? mergeByAction([results.onFailure, results.onSuccess]) : []),
      ...features.statements,
      ...links.statements,
      ...statements,
      ...(args.permissions ?? []),
    ]);
    const variables = environmentOf(whereOf("Function", name), {
      ...platformVariables(settings.function.logLevel),
      ...links.environment,
      ...args.environment,
    });
    this.function = new aws.lambda.Function(
      `${name}-function`,
      ...this.part(
        transform.function,
        {
          name: functionName,
          role: this.role.arn,
          ...code,
          ...settingInputs(settings.function, this.logGroup),
          layers: functionLayers(args, settings.function),
          environment: { variables },
          ...features.inputs,
          ...(versioned && { publish: true }),
        },
        // Without its policy a function fails its first invocations.
        { dependsOn: [policy] },
      ),
    );
    createBeside(this.function, settings.function, featureContext);
    const watched = { function: this.function, name: functionName, versioned, polled: invocation === "poll" };
    const alarms = createFunctionAlarms(this, name, watched, settings);
    const tryWith = (suffix: string, handler: HandlerPath, needed: readonly Statement[]) =>
      this.#tryWith(`${name}-${suffix}`, handler, needed);
    this.alias = versioned
      ? createLiveAlias(context, { function: this.function, alarms, args, settings, tryWith })
      : undefined;
    if (invocation === "async")
      createInvokeConfig(context, { function: this.function, alias: this.alias, ...results }, settings);

    this.tenancy = args.tenancy;
    this.timeout = settings.function.timeout;
    this.arn = this.function.arn;
    this.functionName = this.function.name;
    this.target = invokeTarget(this.function, this.alias);
    this.invoke = this.#invoked(name);
    this.link = this.invoke.link;
    this.registerOutputs({ functionName: this.functionName, arn: this.arn });
  }

  asDestination(): DestinationTarget<"function"> {
    const { target, invoke, tenancy } = this;
    return { kind: "function", arn: target.arn, statements: invoke.link.statements, tenancy };
  }

  #invoked(name: N): Linkable<FunctionVariable<N>> {
    // Lambda takes `name:alias` wherever it takes a name.
    const invoked = this.alias
      ? pulumi.interpolate`${this.functionName}:${this.alias.name}`
      : this.functionName;
    const variable = `${constantCase(name)}_FUNCTION_NAME` as const;
    return linkOf(variable, invoked, ["lambda:InvokeFunction"], [this.target.arn]);
  }

  /** A function that tries a new version of this one for CodeDeploy, which it reports to. */
  #tryWith(name: string, handler: HandlerPath, statements: readonly Statement[]): aws.lambda.Function {
    // It has no versions of its own, unlike the function that it tries.
    const args: FunctionArgs = { handler, deployment: { strategy: "all-at-once" } };
    return new Function(name, args, { parent: this, invocation: "sync", statements }).function;
  }
}

/** The target for others: the alias where there is one. */
function invokeTarget(fn: aws.lambda.Function, alias: aws.lambda.Alias | undefined): InvokeTarget {
  return alias
    ? { arn: alias.arn, invokeArn: alias.invokeArn, qualifier: alias.name }
    : { arn: fn.arn, invokeArn: fn.invokeArn };
}

/** ARN of a function that isn't there yet: its log group has account and region. */
function arnBeside(logGroup: aws.cloudwatch.LogGroup, functionName: string): pulumi.Output<string> {
  return logGroup.arn.apply((arn) =>
    arn.replace(":logs:", ":lambda:").replace(/log-group:.*$/, `function:${functionName}`),
  );
}

/** Whether a component makes the function for a target itself, rather than being given one. */
export function isOwn<T extends HandlerPath | FunctionArgs>(target: T | Function | undefined): target is T {
  return target !== undefined && target !== null && !(target instanceof Function);
}

/** Resource options, and those of a component that makes a function for its own use. */
export interface FunctionOptions extends pulumi.ComponentResourceOptions {
  /** Default: `async`, which is safe for every caller. */
  readonly invocation?: Invocation;
  /** Permissions that the invocation itself needs, such as receiving from a queue. */
  readonly statements?: readonly Statement[];
  /** Settings above the function's arguments: those of the component's source. */
  readonly settings?: Overlay | undefined;
  /** AWS services that put what they can't deliver into the function's dead-letter queue. */
  readonly senders?: readonly Sender[];
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, nameOf, whereOf } from "../../core/component.ts";
import { combineLinks, type Link, type Linkable, linkOf, type Statement } from "../../core/link.ts";
import { policyDocument, tracingStatement, trust } from "../../core/policy.ts";
import { settingsOf } from "../../core/settings.ts";
import { type ConstantCase, constantCase } from "../../values/names.ts";
import { ValueError } from "../../values/problems.ts";
import { deadLetterQueue, type Sender } from "../queue/queue.ts";
import { functionAlarms } from "./alarms.ts";
import { isVersioned, liveAliasOf } from "./alias.ts";
import { type FunctionArgs, functionOverlay, type HandlerPath } from "./args.ts";
import { codeInputs } from "./code/index.ts";
import { destinationOf, mergeByAction, queueDestination } from "./destination.ts";
import { environmentOf, platformVariables } from "./environment.ts";
import { beside, featuresOf } from "./features/index.ts";
import { functionLayers } from "./layers.ts";
import { functionProblems } from "./problems.ts";

/** How a function is invoked decides its failure path: only asynchronous events need retries and a dead-letter queue. */
export type Invocation = "async" | "sync" | "poll";

/** What others invoke: sources, routes, schedules and steps use this, never the function's own ARN. */
export interface InvokeTarget {
  readonly arn: pulumi.Output<string>;
  /** For API Gateway's integrations. */
  readonly invokeArn: pulumi.Output<string>;
  /** Version or alias that permissions have to name; none while the function has neither. */
  readonly qualifier?: pulumi.Output<string>;
}

type FunctionVariable<N extends string> = `${ConstantCase<N>}_FUNCTION_NAME`;

/** The one place that makes a Lambda function: code, role, log group, failure path and alarms. */
export class Function<const N extends string = string>
  extends Component
  implements Linkable<FunctionVariable<N>>
{
  /** The function. */
  readonly function: aws.lambda.Function;
  /** Its role: may write its own logs and traces, and what its links allow. */
  readonly role: aws.iam.Role;
  /** Made before the function, so that Lambda never makes one that doesn't expire. */
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Where asynchronous events go after their retries; undefined where nothing invokes the function asynchronously. */
  readonly deadLetterQueue: aws.sqs.Queue | undefined;
  /** What others invoke where there are versions: with CodeDeploy or provisioned concurrency; undefined elsewhere. */
  readonly alias: aws.lambda.Alias | undefined;
  readonly arn: pulumi.Output<string>;
  readonly functionName: pulumi.Output<string>;
  readonly target: InvokeTarget;
  /** Seconds; queues derive their visibility timeout from it. */
  readonly timeout: number;
  /** Whether whoever invokes it has to name a tenant. */
  readonly tenancy: FunctionArgs["tenancy"];
  /** Lets another function invoke this one. */
  readonly invoke: Linkable<FunctionVariable<N>>;
  readonly link: Link<FunctionVariable<N>>;

  constructor(name: N, args: FunctionArgs, options: FunctionOptions = {}) {
    const { invocation = "async", statements = [], senders, ...resourceOptions } = options;
    super("Function", name, resourceOptions);
    const settings = settingsOf(this.kind, functionOverlay(args), name);
    const dir = pulumi.getRootDirectory();
    const problems = functionProblems(args, settings, {
      invocation,
      dir,
      isPart: options.parent instanceof Component,
    });
    if (problems.length > 0) throw new ValueError(problems, whereOf("Function", name));

    const { transform = {} } = args;
    const functionName = nameOf("function", name);
    const code = codeInputs(args, { component: this, name, dir, settings: settings.function, transform });
    const links = combineLinks(args.link ?? []);
    this.tenancy = args.tenancy;
    const tracing = settings.function.tracing === "Active";
    const versioned = isVersioned(args, settings);
    this.timeout = settings.function.timeout;

    this.logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      ...this.part(transform.logGroup, {
        name: `/aws/lambda/${functionName}`,
        retentionInDays: settings.function.logRetentionDays,
      }),
    );
    this.role = new aws.iam.Role(
      `${name}-role`,
      ...this.part(transform.role, {
        // The suffix tells it from the roles of schedules and state machines, whatever a handler is called.
        name: nameOf("role", name, "-function"),
        assumeRolePolicy: trust("lambda.amazonaws.com"),
      }),
    );
    const featureContext = {
      component: this,
      name,
      // The log group says account and region.
      functionArn: this.logGroup.arn.apply((arn) =>
        arn.replace(":logs:", ":lambda:").replace(/log-group:.*$/, `function:${functionName}`),
      ),
      transform,
    };
    const features = featuresOf(args, featureContext);
    this.deadLetterQueue =
      invocation === "async" && !args.onFailure
        ? deadLetterQueue(this, name, settings, transform.deadLetterQueue, senders)
        : undefined;
    const onFailure = args.onFailure
      ? destinationOf(args.onFailure)
      : this.deadLetterQueue && queueDestination(this.deadLetterQueue);
    const onSuccess = args.onSuccess && destinationOf(args.onSuccess);
    const destinations = invocation === "async" ? mergeByAction([onFailure, onSuccess]) : [];
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      ...this.part(transform.policy, {
        name: "permissions",
        role: this.role.name,
        policy: policyDocument([
          {
            actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
            resources: [pulumi.interpolate`${this.logGroup.arn}:*`],
          },
          ...(tracing ? [tracingStatement] : []),
          ...destinations,
          ...features.statements,
          ...links.statements,
          ...statements,
          ...(args.permissions ?? []),
        ]),
      }),
    );
    this.function = new aws.lambda.Function(
      `${name}-function`,
      ...this.part(
        transform.function,
        {
          name: functionName,
          role: this.role.arn,
          ...code,
          architectures: [settings.function.architecture],
          memorySize: settings.function.memory,
          timeout: settings.function.timeout,
          // AWS's own word for "no reservation".
          reservedConcurrentExecutions:
            settings.function.reservedConcurrency === "unreserved"
              ? -1
              : settings.function.reservedConcurrency,
          ephemeralStorage: { size: settings.function.ephemeralStorage },
          layers: functionLayers(args, settings.function),
          environment: {
            variables: environmentOf(whereOf("Function", name), {
              ...platformVariables(settings.function.logLevel),
              ...links.environment,
              ...args.environment,
            }),
          },
          loggingConfig: {
            logFormat: settings.function.logFormat,
            logGroup: this.logGroup.name,
            ...(settings.function.logFormat === "JSON" && {
              applicationLogLevel: settings.function.logLevel,
              systemLogLevel: settings.function.systemLogLevel,
            }),
          },
          tracingConfig: { mode: settings.function.tracing },
          ...features.inputs,
          ...(versioned && { publish: true }),
        },
        // Without its policy a function fails its first invocations.
        { dependsOn: [policy] },
      ),
    );
    beside(this.function, settings.function, featureContext);
    const alarms = functionAlarms(
      this,
      name,
      { function: this.function, name: functionName, versioned, polled: invocation === "poll" },
      settings,
    );
    this.alias = versioned
      ? liveAliasOf(this, name, {
          function: this.function,
          alarms,
          args,
          settings,
          tryWith: (suffix, handler, needed) => this.#tryWith(`${name}-${suffix}`, handler, needed),
        })
      : undefined;
    if (invocation === "async")
      new aws.lambda.FunctionEventInvokeConfig(
        `${name}-invoke-config`,
        ...this.part(transform.invokeConfig, {
          functionName: this.function.name,
          ...(this.alias && { qualifier: this.alias.name }),
          maximumRetryAttempts: settings.function.retries,
          maximumEventAgeInSeconds: settings.function.maxEventAge,
          destinationConfig: {
            ...(onFailure && { onFailure: { destination: onFailure.arn } }),
            ...(onSuccess && { onSuccess: { destination: onSuccess.arn } }),
          },
        }),
      );

    this.arn = this.function.arn;
    this.functionName = this.function.name;
    this.target = this.alias
      ? { arn: this.alias.arn, invokeArn: this.alias.invokeArn, qualifier: this.alias.name }
      : { arn: this.arn, invokeArn: this.function.invokeArn };
    const variable = `${constantCase(name)}_FUNCTION_NAME` as const;
    // Lambda takes `name:alias` wherever it takes a name.
    const invoked = this.alias
      ? pulumi.interpolate`${this.functionName}:${this.alias.name}`
      : this.functionName;
    this.invoke = linkOf(variable, invoked, ["lambda:InvokeFunction"], [this.target.arn]);
    this.link = this.invoke.link;
    this.registerOutputs({ functionName: this.functionName, arn: this.arn });
  }

  /** A function that tries a new version of this one for CodeDeploy, which it reports to. */
  #tryWith(name: string, handler: HandlerPath, statements: readonly Statement[]): aws.lambda.Function {
    // It has no versions of its own: whatever holds for the function it tries.
    const args: FunctionArgs = { handler, deployment: { strategy: "all-at-once" } };
    return new Function(name, args, { parent: this, invocation: "sync", statements }).function;
  }
}

/** Whether a component makes the function for a target itself, rather than being given one. */
export function isOwn<T extends HandlerPath | FunctionArgs>(target: T | Function | undefined): target is T {
  return target !== undefined && target !== null && !(target instanceof Function);
}

/** Resource options, and what a component that makes a function for its own use says about it. */
export interface FunctionOptions extends pulumi.ComponentResourceOptions {
  /** Default: `async`, which is safe whoever invokes it. */
  readonly invocation?: Invocation;
  /** Permissions that the invocation itself needs, such as receiving from a queue. */
  readonly statements?: readonly Statement[];
  /** AWS services that put what they can't deliver into the function's dead-letter queue. */
  readonly senders?: readonly Sender[];
}

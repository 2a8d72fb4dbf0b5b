import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf, partOf, type Transform } from "../../../../core/component.ts";
import { checkKeys, checkRange } from "../../../../values/problems.ts";
import type { FunctionTransform } from "../../../function/args.ts";
import type { Function } from "../../../function/function.ts";
import { invokePermission } from "../../../function/permission.ts";
import type { CommonArgs, Front, FrontContext } from "../type.ts";
import {
  balancerProblems,
  buildBalancer,
  type LoadBalancerArgs,
  type LoadBalancerTransform,
} from "./balancer.ts";
import { conditionsOf, mostSpecificFirst, ruleProblems } from "./rules.ts";

/** A listener of a load balancer that is made elsewhere and may serve others too. */
export interface ListenerArgs {
  /** Its ARN: `arn:aws:elasticloadbalancing:...:listener/app/<name>/<id>/<id>`. It has to be one with HTTPS. */
  readonly arn: string;
  /** Where callers reach it: `https://api.example.com`. */
  readonly url: string;
}

/** How a load balancer finds out whether a function answers; each check is an invocation. */
export interface HealthCheckArgs {
  readonly path: string;
  /** Seconds between checks, 5 to 300. Default: AWS's 35. */
  readonly interval?: number;
  /** Statuses that mean health: `200`, `200-299`. Default: AWS's 200. */
  readonly matcher?: string;
}

interface CommonAlbArgs extends CommonArgs {
  readonly type: "alb";
  /** Only requests of these hosts: `api.example.com`, `*.example.com`. Default: every host. */
  readonly hosts?: readonly string[];
  /** Of the first rule, 1 to 50,000; those of further routes follow. Rules of a listener need distinct ones. Default: 1. */
  readonly priority?: number;
  /** Default: none. */
  readonly healthCheck?: HealthCheckArgs;
  readonly transform?: LoadBalancerTransform & {
    readonly targetGroup?: Transform<aws.lb.TargetGroupArgs>;
    readonly attachment?: Transform<aws.lb.TargetGroupAttachmentArgs>;
    readonly rule?: Transform<aws.lb.ListenerRuleArgs>;
    readonly permission?: Transform<aws.lambda.PermissionArgs>;
    readonly function?: FunctionTransform;
  };
}

/** Rules of an Application Load Balancer: a given one, or one of the gateway's own. */
export type AlbArgs = CommonAlbArgs &
  (
    | { readonly listener: ListenerArgs; readonly loadBalancer?: never }
    | { readonly loadBalancer: LoadBalancerArgs; readonly listener?: never }
  );

export interface AlbParts {
  /** By the function's name. */
  readonly targetGroups: Readonly<Record<string, aws.lb.TargetGroup>>;
  /** Undefined where the listener is a given one. */
  readonly loadBalancer: aws.lb.LoadBalancer | undefined;
}

/** Source: "Health checks for Application Load Balancer target groups", and "HealthCheckTimeoutSeconds" below it. */
const interval = { min: 5, max: 300, unit: "seconds" };
/** Source: "Listener rules for your Application Load Balancer". */
const priorities = { min: 1, max: 50_000 };

export const alb: Front<AlbArgs, AlbParts> = {
  title: "an Application Load Balancer",
  options: ["listener", "loadBalancer", "hosts", "priority", "healthCheck"],
  routeOptions: [],
  parts: ["loadBalancer", "listener", "securityGroup", "targetGroup", "attachment", "rule", "permission"],
  problems(args) {
    const { healthCheck, hosts = [], priority = 1, routes } = args;
    const keys = Object.keys(routes ?? {});
    return [
      ...balancerProblems(args.listener, args.loadBalancer),
      ...checkRange("priority", args.priority, priorities),
      ...(priority + keys.length - 1 > priorities.max
        ? [
            `priority: ${priority} given for the first of ${keys.length} rules; the last would be past ${priorities.max}.`,
          ]
        : []),
      ...checkKeys(healthCheck, ["path", "interval", "matcher"], "healthCheck."),
      ...(healthCheck && !healthCheck.path?.startsWith("/")
        ? [`healthCheck.path: ${JSON.stringify(healthCheck.path)} given; give a path such as "/health".`]
        : []),
      ...checkRange("healthCheck.interval", healthCheck?.interval, interval),
      ...ruleProblems(keys, hosts),
    ];
  },
  build(args, context) {
    const { component, name, settings, routes } = context;
    const { transform = {}, hosts = [], priority = 1 } = args;
    const balancer = args.loadBalancer
      ? buildBalancer(args.loadBalancer, transform, component, name, settings)
      : undefined;
    const listenerArn = balancer?.listener.arn ?? pulumi.output(args.listener!.arn);
    const groups = new Map<Function, aws.lb.TargetGroup>();
    for (const [i, { key, fn }] of mostSpecificFirst(routes).entries()) {
      const group = groups.get(fn) ?? buildTarget(fn, args, context);
      groups.set(fn, group);
      new aws.lb.ListenerRule(
        `${name}-${key}`,
        ...partOf(component, transform.rule, {
          listenerArn,
          priority: priority + i,
          conditions: conditionsOf(key, hosts),
          actions: [{ type: "forward", targetGroupArn: group.arn }],
        }),
      );
    }
    const suffix =
      balancer?.loadBalancer.arnSuffix ??
      listenerArn.apply((arn) => /listener\/(app\/[^/]+\/[^/]+)/.exec(arn)![1]!);
    return {
      parts: {
        targetGroups: Object.fromEntries([...groups].map(([fn, group]) => [fn.componentName, group])),
        loadBalancer: balancer?.loadBalancer,
      },
      url: balancer?.url ?? pulumi.output(args.listener!.url.replace(/\/$/, "")),
      serverErrors: [...groups].map(([fn, group]) => ({
        of: partName(fn, context),
        namespace: "AWS/ApplicationELB",
        metric: "HTTPCode_Target_5XX_Count",
        dimensions: { LoadBalancer: suffix, TargetGroup: group.arnSuffix },
      })),
    };
  },
};

/** A function made elsewhere may serve several gateways. */
const partName = (fn: Function, { name, owns }: FrontContext): string =>
  owns(fn) ? fn.componentName : `${name}-${fn.componentName}`;

/** A function as a target, and the permission for just this target group to invoke it. */
function buildTarget(
  fn: Function,
  { transform = {}, healthCheck }: AlbArgs,
  context: FrontContext,
): aws.lb.TargetGroup {
  const { component } = context;
  const of = partName(fn, context);
  const group = new aws.lb.TargetGroup(
    `${of}-target`,
    ...partOf(component, transform.targetGroup, {
      name: nameOf("targetGroup", of),
      targetType: "lambda",
      // Without them a header or parameter that is repeated reaches the function once.
      lambdaMultiValueHeadersEnabled: true,
      healthCheck: healthCheck ? { enabled: true, ...healthCheck } : { enabled: false },
    }),
  );
  const permission = new aws.lambda.Permission(
    `${of}-target-permission`,
    ...partOf(
      component,
      transform.permission,
      invokePermission(fn, "elasticloadbalancing.amazonaws.com", group.arn),
    ),
  );
  new aws.lb.TargetGroupAttachment(
    `${of}-attachment`,
    // AWS refuses a target that it may not invoke.
    ...partOf(
      component,
      transform.attachment,
      { targetGroupArn: group.arn, targetId: fn.target.arn },
      { dependsOn: [permission] },
    ),
  );
  return group;
}

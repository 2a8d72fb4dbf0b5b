import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../../core/component.ts";
import { checkKeys, checkRange } from "../../../../values/problems.ts";
import type { Function } from "../../../function/function.ts";
import { invokePermission } from "../../../function/permission.ts";
import type { GatewayContext, TypeRow } from "../type.ts";
import type { AlbArgs, AlbParts } from "./args.ts";
import { balancerProblems, createBalancer } from "./balancer.ts";
import { conditionsOf, mostSpecificFirst, ruleProblems } from "./rules.ts";

/** Source: "Health checks for Application Load Balancer target groups", and "HealthCheckTimeoutSeconds" below it. */
const interval = { min: 5, max: 300, unit: "seconds" };
/** Source: "Listener rules for your Application Load Balancer". */
const priorities = { min: 1, max: 50_000 };

export const alb: TypeRow<AlbArgs, AlbParts> = {
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
    const { component, name, routes } = context;
    const { transform = {}, hosts = [], priority = 1 } = args;
    const balancer = args.loadBalancer ? createBalancer(args.loadBalancer, transform, context) : undefined;
    const listenerArn = balancer?.listener.arn ?? pulumi.output(args.listener!.arn);
    const groups = new Map<Function, aws.lb.TargetGroup>();
    for (const [i, { key, fn }] of mostSpecificFirst(routes).entries()) {
      const group = groups.get(fn) ?? createTarget(fn, args, context);
      groups.set(fn, group);
      new aws.lb.ListenerRule(
        `${name}-${key}`,
        ...component.part(transform.rule, {
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
const partName = (fn: Function, { name, owns }: GatewayContext): string =>
  owns(fn) ? fn.componentName : `${name}-${fn.componentName}`;

/** A function as a target, and the permission for just this target group to invoke it. */
function createTarget(
  fn: Function,
  { transform = {}, healthCheck }: AlbArgs,
  context: GatewayContext,
): aws.lb.TargetGroup {
  const { component } = context;
  const of = partName(fn, context);
  const group = new aws.lb.TargetGroup(
    `${of}-target`,
    ...component.part(transform.targetGroup, {
      name: nameOf("targetGroup", of),
      targetType: "lambda",
      // Without them a header or parameter that is repeated reaches the function once.
      lambdaMultiValueHeadersEnabled: true,
      healthCheck: healthCheck ? { enabled: true, ...healthCheck } : { enabled: false },
    }),
  );
  const permission = new aws.lambda.Permission(
    `${of}-target-permission`,
    ...component.part(
      transform.permission,
      invokePermission(fn, "elasticloadbalancing.amazonaws.com", group.arn),
    ),
  );
  new aws.lb.TargetGroupAttachment(
    `${of}-attachment`,
    // AWS refuses a target that it may not invoke.
    ...component.part(
      transform.attachment,
      { targetGroupArn: group.arn, targetId: fn.target.arn },
      { dependsOn: [permission] },
    ),
  );
  return group;
}

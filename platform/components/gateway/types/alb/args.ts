import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../../../../core/component.ts";
import type { FunctionTransform } from "../../../function/args.ts";
import type { CommonArgs } from "../type.ts";

/** A load balancer of the gateway's own: HTTPS only. */
export interface LoadBalancerArgs {
  /** Default, with that of `subnets`: the account's default VPC. */
  readonly vpcId?: pulumi.Input<string>;
  /** Of at least two availability zones; public ones unless it is internal. Default: all of the default VPC. */
  readonly subnets?: readonly pulumi.Input<string>[];
  /** Certificate of the region (ACM). */
  readonly certificateArn: pulumi.Input<string>;
  /** Reached from inside the VPC only. Default: false. */
  readonly internal?: boolean;
  /** Address ranges that may connect. Default: all; an internal one has no default. */
  readonly allowFrom?: readonly string[];
}

export interface LoadBalancerTransform {
  readonly loadBalancer?: Transform<aws.lb.LoadBalancerArgs>;
  readonly listener?: Transform<aws.lb.ListenerArgs>;
  readonly securityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
}

/** A listener of a load balancer that is made elsewhere and may serve others too. */
export interface ListenerArgs {
  /** Its ARN: `arn:aws:elasticloadbalancing:...:listener/app/<name>/<id>/<id>`. It has to be one with HTTPS. */
  readonly arn: string;
  /** Where callers reach it: `https://api.example.com`. */
  readonly url: string;
}

/** A load balancer's check whether a function answers; each check is an invocation. */
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

import { createRequire } from "node:module";
import type * as Awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";

const found = new WeakMap<object, Awsx.ec2.DefaultVpc>();

/** The account's default VPC, looked up once per program; with it what looks it up is loaded. */
export function defaultVpc(): Awsx.ec2.DefaultVpc {
  const stack = pulumi.runtime.getStackResource() ?? pulumi;
  const awsx = createRequire(import.meta.url)("@pulumi/awsx") as typeof Awsx;
  const vpc = found.get(stack) ?? new awsx.ec2.DefaultVpc("default-vpc");
  found.set(stack, vpc);
  return vpc;
}

import { createRequire } from "node:module";
import type * as Awsx from "@pulumi/awsx";
import { perProgram } from "./per-program.ts";

/** The account's default VPC, looked up once per program; the first look-up loads awsx. */
export const defaultVpc = perProgram((): Awsx.ec2.DefaultVpc => {
  const awsx = createRequire(import.meta.url)("@pulumi/awsx") as typeof Awsx;
  return new awsx.ec2.DefaultVpc("default-vpc");
});

import * as pulumi from "@pulumi/pulumi";
import { checkKeys } from "../../../values/problems.ts";
import type { Contribution } from "./feature.ts";

/** An EFS file system, mounted through one of its access points. */
export interface FileSystemArgs {
  readonly accessPointArn: pulumi.Input<string>;
  /** Its path for the handler: `/mnt/models`. */
  readonly path: `/mnt/${string}`;
  /** Whether the function may only read. Default: false. */
  readonly readOnly?: boolean;
}

/** Source: "CreateFunction", FileSystemConfig. */
const mountPath = /^\/mnt\/[a-zA-Z0-9-_.]+$/;
const maxPathLength = 160;
const accessPoint = /^arn:aws[a-z-]*:elasticfilesystem:[a-z0-9-]+:\d{12}:access-point\/fsap-[0-9a-f]{17}$/;

export function fileSystemProblems(given: FileSystemArgs | undefined, hasVpc: boolean): string[] {
  if (given === undefined) return [];
  const { accessPointArn, path } = given;
  return [
    ...checkKeys(given, ["accessPointArn", "path", "readOnly"], "fileSystem."),
    ...(hasVpc ? [] : ["fileSystem: EFS is only reached from inside its VPC; set vpc too."]),
    ...(typeof path === "string" && mountPath.test(path) && path.length <= maxPathLength
      ? []
      : [
          `fileSystem.path: ${JSON.stringify(path)} given; one folder below /mnt is expected, such as "/mnt/models".`,
        ]),
    ...(accessPointArn === undefined ||
    (typeof accessPointArn === "string" && !accessPoint.test(accessPointArn))
      ? [
          `fileSystem.accessPointArn: ${JSON.stringify(accessPointArn)} given; the ARN of an EFS access point is expected.`,
        ]
      : []),
  ];
}

/**
 * Mounts a file system, and may use it through this access point only. The policy names file systems by their ARN, which
 * the access point's doesn't tell: the condition narrows it to the one behind the access point.
 */
export function fileSystem({ accessPointArn, path, readOnly = false }: FileSystemArgs): Contribution {
  const arn = pulumi.output(accessPointArn);
  return {
    inputs: { fileSystemConfig: { arn, localMountPath: path } },
    statements: [
      {
        actions: ["elasticfilesystem:ClientMount", ...(readOnly ? [] : ["elasticfilesystem:ClientWrite"])],
        resources: [arn.apply((text) => text.replace(/access-point\/.*$/, "file-system/*"))],
        condition: { StringEquals: { "elasticfilesystem:AccessPointArn": arn } },
      },
    ],
  };
}

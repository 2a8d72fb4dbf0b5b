import * as pulumi from "@pulumi/pulumi";
import { perProgram } from "./per-program.ts";
import { settingsOf } from "./settings.ts";

/** The foundation's output `sharedLayer`. */
export interface FoundationLayer {
  /** Of one version of the layer. */
  readonly arn: string;
  /** SHA-256 of its zip in base64. */
  readonly hash: string;
}

/** ARN of the foundation's alarm topic; undefined while no foundation is configured (`defaults.foundation.stack`). */
export function alarmTopic(): pulumi.Output<string> | undefined {
  return foundation()?.requireOutput("alarmTopicArn").apply(String);
}

/** Name of the foundation's event bus; undefined while no foundation is configured. */
export function foundationBusName(): pulumi.Output<string> | undefined {
  return foundation()?.requireOutput("eventBusName").apply(String);
}

/** The foundation's shared layer, if it has one; undefined while no foundation is configured. */
export function foundationLayer(): pulumi.Output<FoundationLayer | undefined> | undefined {
  return foundation()?.getOutput("sharedLayer") as pulumi.Output<FoundationLayer | undefined> | undefined;
}

/** Name of the foundation's bucket of access logs, empty if it has none; undefined while no foundation is configured. */
export function accessLogBucket(): pulumi.Output<string> | undefined {
  return foundation()
    ?.getOutput("accessLogBucket")
    .apply((name) => (name === undefined ? "" : String(name)));
}

/** The foundation's stack of the same stage, looked up once per program. */
function foundation(): pulumi.StackReference | undefined {
  const named = settingsOf(undefined).foundation.stack !== "";
  return named && pulumi.runtime.getStackResource() ? reference() : undefined;
}

const reference = perProgram(() => {
  const name = settingsOf(undefined).foundation.stack;
  const qualified = name.includes("/") ? name : `${pulumi.getOrganization()}/${name}`;
  return new pulumi.StackReference("foundation", { name: `${qualified}/${pulumi.getStack()}` });
});

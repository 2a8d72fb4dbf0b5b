import {
  CodeDeployClient,
  GetDeploymentCommand,
  PutLifecycleEventHookExecutionStatusCommand,
} from "@aws-sdk/client-codedeploy";
import { asError } from "./errors/errors.ts";
import { type Handler, invocation, type Tools } from "./invocation/invocation.ts";

/** CodeDeploy's event for a handler that tries a version. */
export interface DeploymentEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
}

/** A version that is to get traffic, or has just got it. */
export interface Trial extends Tools {
  readonly deploymentId: string;
  readonly functionName: string;
  readonly version: string;
  /** The version that has the traffic, or had it. */
  readonly previousVersion: string;
  /** Lambda's `FunctionName` of just this version, which the handler's role may invoke. */
  readonly target: string;
}

/**
 * A handler for `deployment.beforeTraffic` and `afterTraffic`: tries a version and reports to CodeDeploy. An error
 * rolls the deployment back, as does no answer within the function's timeout, an hour later.
 */
export function tryVersion(attempt: (trial: Trial) => Promise<void>): Handler<DeploymentEvent, void> {
  let client: CodeDeployClient | undefined;
  return invocation(
    (event) => event.DeploymentId,
    async (event, tools) => {
      client ??= new CodeDeployClient();
      const { DeploymentId: deploymentId, LifecycleEventHookExecutionId: lifecycleEventHookExecutionId } =
        event;
      let failed: Error | undefined;
      try {
        const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId }));
        const tried = versionsIn(deploymentInfo?.revision?.appSpecContent?.content);
        await attempt({ ...tools, ...tried, deploymentId });
        tools.log.info("The version passed", { version: tried.version });
      } catch (error) {
        failed = asError(error);
        tools.log.error("The version did not pass", failed);
      }
      await client.send(
        new PutLifecycleEventHookExecutionStatusCommand({
          deploymentId,
          lifecycleEventHookExecutionId,
          status: failed === undefined ? "Succeeded" : "Failed",
        }),
      );
    },
    {
      wrapper: "tryVersion",
      events: 'deployments of CodeDeploy: {"DeploymentId", "LifecycleEventHookExecutionId"}',
      fits: ({ DeploymentId }) => typeof DeploymentId === "string",
    },
  );
}

/** Function and versions of a deployment of one function. */
function versionsIn(appSpec: string | undefined) {
  const [resource] =
    (JSON.parse(appSpec ?? "{}") as { Resources?: Record<string, unknown>[] }).Resources ?? [];
  const { Properties: properties } = (Object.values(resource ?? {})[0] ?? {}) as {
    Properties?: { Name: string; CurrentVersion: string; TargetVersion: string };
  };
  if (!properties) throw new Error("The deployment names no function and no version.");
  const { Name: functionName, TargetVersion: version, CurrentVersion: previousVersion } = properties;
  return { functionName, version, previousVersion, target: `${functionName}:${version}` };
}

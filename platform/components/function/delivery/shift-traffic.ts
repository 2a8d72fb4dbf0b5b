import {
  CodeDeployClient,
  type CodeDeployClientConfig,
  CreateDeploymentCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  ListDeploymentTargetsCommand,
} from "@aws-sdk/client-codedeploy";

/** A new version that is to get an alias' traffic. */
export interface Shift {
  readonly application: string;
  readonly group: string;
  readonly functionName: string;
  readonly alias: string;
  readonly from: string;
  readonly to: string;
  /** Names of functions that try the version. */
  readonly beforeTraffic?: string;
  readonly afterTraffic?: string;
  /** Limit of the wait for the shift; past it, the shift goes on in AWS. */
  readonly timeoutMs: number;
}

export type Progress = (message: string) => unknown;

export interface ShiftOptions {
  readonly client: CodeDeployClientConfig;
  readonly say: Progress;
  /** Milliseconds between two looks at the deployment. */
  readonly pollMs?: number;
}

/** Watches the deployments of one shift. */
interface Watch {
  readonly codeDeploy: CodeDeployClient;
  readonly shift: Shift;
  /** End of the wait, in milliseconds since 1970. */
  readonly deadline: number;
  readonly pollMs: number;
}

/** Shifts traffic by CodeDeploy and waits for the end. Throws the reason and the remedy unless all of it is shifted. */
export async function shiftTraffic(
  shift: Shift,
  { client, say, pollMs = 5_000 }: ShiftOptions,
): Promise<void> {
  const codeDeploy = new CodeDeployClient({ maxAttempts: 5, ...client });
  const deadline = Date.now() + shift.timeoutMs;
  try {
    const id = await start(codeDeploy, shift);
    say(`deployment ${id} shifts traffic from version ${shift.from} to ${shift.to}.`);
    const watch = { codeDeploy, shift, deadline, pollMs };
    const end = await follow(watch, id, say);
    if (end.status === "Succeeded") {
      say(`all traffic is on version ${shift.to}.`);
      return;
    }
    const rollback = end.rollbackInfo?.rollbackDeploymentId;
    const back = rollback ? await follow(watch, rollback, () => {}) : undefined;
    throw new Error(failure(shift, id, end, back));
  } finally {
    codeDeploy.destroy();
  }
}

async function start(codeDeploy: CodeDeployClient, shift: Shift): Promise<string> {
  const revision = { revisionType: "AppSpecContent", appSpecContent: { content: appSpec(shift) } } as const;
  try {
    const { deploymentId } = await codeDeploy.send(
      new CreateDeploymentCommand({
        applicationName: shift.application,
        deploymentGroupName: shift.group,
        revision,
      }),
    );
    if (deploymentId) return deploymentId;
    throw new Error("CodeDeploy gave no deployment id");
  } catch (error) {
    const { name, message } = error as Error;
    const advice =
      name === "DeploymentLimitExceededException"
        ? `Another deployment of it is under way: wait for its end or stop it, run \`pulumi refresh\`, then \`pulumi up\` again.`
        : "The program itself calls CodeDeploy, with the AWS credentials of its environment and the region and profile of the stack's config: check that they may codedeploy:CreateDeployment and codedeploy:GetDeployment, then run `pulumi up` again.";
    throw new Error(
      `${shift.functionName}: version ${shift.to} gets no traffic; its deployment could not be started (${name}: ${message}). ${advice}`,
    );
  }
}

/** CodeDeploy's instructions. Source: "AppSpec file structure for AWS Lambda deployments". */
function appSpec({ functionName, alias, from, to, beforeTraffic, afterTraffic }: Shift): string {
  const hooks = [
    ...(beforeTraffic ? [{ BeforeAllowTraffic: beforeTraffic }] : []),
    ...(afterTraffic ? [{ AfterAllowTraffic: afterTraffic }] : []),
  ];
  return JSON.stringify({
    version: 0.0,
    Resources: [
      {
        [functionName]: {
          Type: "AWS::Lambda::Function",
          Properties: { Name: functionName, Alias: alias, CurrentVersion: from, TargetVersion: to },
        },
      },
    ],
    ...(hooks.length > 0 && { Hooks: hooks }),
  });
}

/** Waits for the end of a deployment and reports its progress. Passing errors are ignored. */
async function follow(
  { codeDeploy, shift, deadline, pollMs }: Watch,
  id: string,
  say: Progress,
): Promise<DeploymentInfo> {
  let said = "";
  let trouble = "";
  for (;;) {
    try {
      const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId: id }));
      if (deploymentInfo && ["Succeeded", "Failed", "Stopped"].includes(String(deploymentInfo.status)))
        return deploymentInfo;
      const now = await progressOf(codeDeploy, id);
      if (now && now !== said) say(now);
      said = now || said;
    } catch (error) {
      if (!isPassing(error))
        throw new Error(
          `${shift.functionName}: deployment ${id} could not be followed (${(error as Error).name}: ${(error as Error).message}). It goes on in AWS: when it has ended, run \`pulumi refresh\` and \`pulumi up\`.`,
        );
      trouble = ` The last answer was ${(error as Error).name}.`;
    }
    if (Date.now() + pollMs > deadline)
      throw new Error(
        `${shift.functionName}: deployment ${id} has not ended in ${Math.round(shift.timeoutMs / 60_000)} minutes.${trouble} It goes on in AWS: when it has ended, run \`pulumi refresh\` and \`pulumi up\`.`,
      );
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** `10% of the traffic is on version 8`, or which handler is trying it; empty while there is nothing to report. */
async function progressOf(codeDeploy: CodeDeployClient, deploymentId: string): Promise<string> {
  const { targetIds = [] } = await codeDeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
  const [targetId] = targetIds;
  if (!targetId) return "";
  const { deploymentTarget } = await codeDeploy.send(
    new GetDeploymentTargetCommand({ deploymentId, targetId }),
  );
  const target = deploymentTarget?.lambdaTarget;
  const running = target?.lifecycleEvents?.find(({ status }) => status === "InProgress")?.lifecycleEventName;
  if (running === "BeforeAllowTraffic" || running === "AfterAllowTraffic") return `${running} is running.`;
  const { targetVersionWeight: weight, targetVersion } = target?.lambdaFunctionInfo ?? {};
  if (!weight) return "";
  // A percentage (AWS: "LambdaFunctionInfo"); Lambda's own weights are fractions, so a number below 1 is read as one.
  return `${Math.round(weight < 1 ? weight * 100 : weight)}% of the traffic is on version ${targetVersion}.`;
}

/** Whether to ask again: throttling, an error of the service or of the network. */
function isPassing(error: unknown): boolean {
  const {
    name = "",
    $metadata,
    $retryable,
  } = error as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
    $retryable?: unknown;
  };
  const status = $metadata?.httpStatusCode;
  if (status === undefined) return !/Credential/i.test(name);
  return status >= 500 || status === 429 || $retryable !== undefined || /Throttl|LimitExceeded/i.test(name);
}

function failure(shift: Shift, id: string, end: DeploymentInfo, back: DeploymentInfo | undefined): string {
  const { code, message } = end.errorInformation ?? {};
  const why = [message?.replace(/\.$/, ""), code].filter(Boolean).join(", ") || "no reason is given";
  const traffic = back
    ? back.status === "Succeeded"
      ? `CodeDeploy rolled back: all traffic is on version ${shift.from} again.`
      : `The rollback, deployment ${back.deploymentId}, ended as ${back.status} too: look where the alias ${shift.alias} points.`
    : `Nothing was rolled back: look where the alias ${shift.alias} points.`;
  const todo =
    code === "ALARM_ACTIVE"
      ? "Look into that alarm first. An alarm that the old version raises stops every deployment: DEPLOY_AT_ONCE=1 pulumi up brings out a repair without shifting."
      : "Read the logs of the function and of what tries it.";
  return `${shift.functionName}: version ${shift.to} did not get the traffic; deployment ${id} ended as ${end.status} (${why}). ${traffic} ${todo} The next \`pulumi up\` tries again.`;
}

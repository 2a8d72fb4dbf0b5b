import type { Inputs } from "../properties.ts";
import type { Mapping } from "./mapping.ts";

/** Where the code comes from is nothing that a graph says: Pulumi uploads it. */
const code = { S3Bucket: "bucket", S3Key: "key" };

export const compute: Readonly<Record<string, Mapping>> = {
  "aws:lambda/function:Function": {
    type: "AWS::Lambda::Function",
    names: { name: "FunctionName" },
    change: ({ reservedConcurrentExecutions, imageUri }) => ({
      code: imageUri === undefined ? code : { ImageUri: imageUri },
      imageUri: undefined,
      sourceCodeHash: undefined,
      // A version is a resource of its own there.
      publish: undefined,
      // -1 is the provider's word for "unreserved".
      reservedConcurrentExecutions:
        reservedConcurrentExecutions === -1 ? undefined : reservedConcurrentExecutions,
    }),
    data: ["Environment.Variables", "Code"],
  },
  "aws:lambda/layerVersion:LayerVersion": {
    type: "AWS::Lambda::LayerVersion",
    change: () => ({
      code: undefined,
      content: code,
      sourceCodeHash: undefined,
      // A template says it by DeletionPolicy and UpdateReplacePolicy.
      skipDestroy: undefined,
    }),
    data: ["Content"],
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    type: "AWS::Lambda::EventInvokeConfig",
    change: ({ qualifier }) => ({ qualifier: qualifier ?? "$LATEST" }),
  },
  "aws:lambda/permission:Permission": {
    type: "AWS::Lambda::Permission",
    names: { function: "FunctionName" },
    change: ({ function: name, qualifier }) => ({
      qualifier: undefined,
      function: qualifier ? `${name}:${qualifier}` : name,
    }),
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    type: "AWS::Lambda::EventSourceMapping",
    change: ({ destinationConfig }) => {
      const destination = ((destinationConfig as Inputs)?.onFailure as Inputs)?.destinationArn;
      return { destinationConfig: destination && { onFailure: { destination } } };
    },
  },
  "aws:scheduler/schedule:Schedule": { type: "AWS::Scheduler::Schedule", data: ["Target.Input"] },
  "aws:sfn/stateMachine:StateMachine": {
    type: "AWS::StepFunctions::StateMachine",
    names: { name: "StateMachineName", type: "StateMachineType", definition: "DefinitionString" },
    change: ({ loggingConfiguration }) => {
      const { logDestination, ...logging } = loggingConfiguration as Inputs;
      const logGroupArn = String(logDestination);
      return {
        loggingConfiguration: { ...logging, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] },
      };
    },
  },
  "aws:codedeploy/application:Application": {
    type: "AWS::CodeDeploy::Application",
    names: { name: "ApplicationName" },
  },
  "aws:codedeploy/deploymentGroup:DeploymentGroup": {
    type: "AWS::CodeDeploy::DeploymentGroup",
    names: { appName: "ApplicationName" },
    change: ({ alarmConfiguration }) => ({
      alarmConfiguration: {
        ...(alarmConfiguration as Inputs),
        alarms: ((alarmConfiguration as Inputs).alarms as string[]).map((name) => ({ name })),
      },
    }),
  },
  "aws:appautoscaling/target:Target": {
    type: "AWS::ApplicationAutoScaling::ScalableTarget",
    // Its tags are Application Auto Scaling's own, which a template can't give.
    tags: () => undefined,
  },
  "aws:appautoscaling/policy:Policy": {
    type: "AWS::ApplicationAutoScaling::ScalingPolicy",
    names: { name: "PolicyName" },
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    type: "AWS::Lambda::Url",
    names: { authorizationType: "AuthType", functionName: "TargetFunctionArn" },
  },
  "aws:lambda/alias:Alias": { type: "AWS::Lambda::Alias" },
  "aws:ecr/repository:Repository": {
    type: "AWS::ECR::Repository",
    names: { name: "RepositoryName" },
    change: () => ({ forceDelete: undefined }),
  },
};

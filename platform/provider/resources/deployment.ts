import { uuid } from "../stable-ids.ts";
import { arn, type Compute } from "./context.ts";

export const deployment: Readonly<Record<string, Compute>> = {
  "aws:codedeploy/application:Application": (c) => {
    const applicationId = uuid(c.seed);
    return {
      id: `${applicationId}:${c.name}`,
      arn: arn("codedeploy", c, `application:${c.name}`),
      applicationId,
      linkedToGithub: false,
    };
  },
  "aws:codedeploy/deploymentGroup:DeploymentGroup": (c) => {
    const [application, group] = [c.text("appName"), c.text("deploymentGroupName")];
    const deploymentGroupId = uuid(c.seed);
    return {
      id: deploymentGroupId,
      deploymentGroupId,
      arn: arn("codedeploy", c, `deploymentgroup:${application}/${group}`),
      computePlatform: "Lambda",
    };
  },
  "aws:codedeploy/deploymentConfig:DeploymentConfig": (c) => {
    const name = c.text("deploymentConfigName") || c.name;
    return {
      id: name,
      deploymentConfigId: uuid(c.seed),
      arn: arn("codedeploy", c, `deploymentconfig:${name}`),
    };
  },
  "aws:appautoscaling/target:Target": (c) => ({
    id: c.text("resourceId"),
    arn: arn("application-autoscaling", c, `scalable-target/${uuid(c.seed).replaceAll("-", "")}`),
  }),
  "aws:appautoscaling/policy:Policy": (c) => ({
    id: c.text("name") || c.name,
    arn: arn(
      "autoscaling",
      c,
      `scalingPolicy:${uuid(c.seed)}:resource/lambda/${c.text("resourceId")}:policyName/${c.text("name") || c.name}`,
    ),
    alarmArns: [],
  }),
  "aws:appautoscaling/scheduledAction:ScheduledAction": (c) => ({
    id: `${c.text("name") || c.name}-${c.text("serviceNamespace")}-${c.text("resourceId")}`,
    arn: arn(
      "autoscaling",
      c,
      `scheduledAction:${uuid(c.seed)}:resource/${c.text("serviceNamespace")}/${c.text("resourceId")}:scheduledActionName/${c.text("name") || c.name}`,
    ),
  }),
};

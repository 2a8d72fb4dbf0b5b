export { type Answer, fakeAws as fakeCodeDeploy } from "../../../support/fake-aws.ts";

export const info = (deploymentId: string, status: string, more: object = {}) => ({
  deploymentInfo: { deploymentId, status, ...more },
});

/** A look at how far a deployment is. */
export const weight = (targetVersionWeight: number) => ({
  deploymentTarget: {
    deploymentTargetType: "LambdaTarget",
    lambdaTarget: { lambdaFunctionInfo: { targetVersion: "8", targetVersionWeight }, lifecycleEvents: [] },
  },
});

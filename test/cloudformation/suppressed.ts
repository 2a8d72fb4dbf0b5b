/** What CloudFormation's validator says of these services that is meant to be so, each with the reason. */
export interface Suppressed {
  readonly rule: string;
  /** CloudFormation type; all of them when left out. */
  readonly type?: string;
  readonly reason: string;
}

export const suppressed: readonly Suppressed[] = [
  {
    rule: "W9002",
    reason: "a graph holds values, so every reference between resources is a whole ARN by now",
  },
  { rule: "W9013", reason: "for the same reason ARNs name the account that the offline provider stands for" },
  { rule: "F0007", reason: "500 resources are a limit of templates, which Pulumi doesn't have" },
  {
    rule: "W2530",
    type: "AWS::Lambda::Function",
    reason: "the provider publishes versions itself, so there is no resource for one",
  },
];

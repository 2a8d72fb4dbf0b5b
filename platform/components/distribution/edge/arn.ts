import * as pulumi from "@pulumi/pulumi";
import { edgeRegion } from "../../../values/edge-region.ts";
import { ValueError } from "../../../values/problems.ts";

/** ARNs that have to be of the edge region, by argument. */
const shapes = {
  webAclArn: {
    shape: new RegExp(`^arn:aws:wafv2:${edgeRegion}:\\d{12}:global/webacl/`),
    wanted: "a web ACL of scope CLOUDFRONT",
  },
  "domain.certificateArn": {
    shape: new RegExp(`^arn:aws:acm:${edgeRegion}:\\d{12}:certificate/`),
    wanted: "a certificate (ACM)",
  },
  alarmTopicArn: { shape: new RegExp(`^arn:aws:sns:${edgeRegion}:\\d{12}:`), wanted: "a topic" },
} as const;

type EdgeArn = keyof typeof shapes;

/** Problems with an ARN that is known when the program runs. */
export function edgeArnProblems(argument: EdgeArn, arn: pulumi.Input<string> | undefined): string[] {
  const { shape, wanted } = shapes[argument];
  if (typeof arn !== "string" || shape.test(arn)) return [];
  return [`${argument}: ${JSON.stringify(arn)} given; the ARN of ${wanted} in ${edgeRegion} is expected.`];
}

/** An ARN that is checked once it is known. */
export function edgeArn(where: string, argument: EdgeArn, arn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(arn).apply((known) => {
    const problems = edgeArnProblems(argument, known);
    if (problems.length > 0) throw new ValueError(problems, where);
    return known;
  });
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../core/component.ts";
import type { Delivery } from "../values/delivery.ts";
import { type PolicyDocument, policiesOf, type RoleStatement } from "../values/role.ts";
import type { Place } from "./place.ts";

const issuer = "token.actions.githubusercontent.com";

/** What the role may do: derived from all services by `npm run derive`, and reviewed as a file. */
function reviewed(): readonly RoleStatement[] {
  const file = join(import.meta.dirname, "deploy-role.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { statements: readonly RoleStatement[] }).statements;
}

/**
 * The role by which the repository's workflows deploy a stage, without stored keys. Only jobs of the GitHub environment that is
 * called like the stage get it, so that the environment's rules (approval, branches) hold for it ("Configuring OpenID Connect
 * in Amazon Web Services").
 */
export function createDeployRole(place: Place, delivery: Delivery): aws.iam.Role {
  const stage = pulumi.getStack();
  const provider = `arn:${place.partition}:iam::${place.account}:oidc-provider/${issuer}`;
  // An account has one provider for an issuer; a second foundation in the account leaves it to the first.
  const makes = new pulumi.Config().getBoolean("oidcProvider") ?? true;
  const github = makes
    ? [
        new aws.iam.OpenIdConnectProvider("github", {
          url: `https://${issuer}`,
          clientIdLists: ["sts.amazonaws.com"],
        }),
      ]
    : [];
  const name = nameOf("role", "deploy");
  const role = new aws.iam.Role(
    "deploy-role",
    {
      name,
      description: `Deploys services of stage ${stage} from ${delivery.repository}`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRoleWithWebIdentity",
            Principal: { Federated: provider },
            Condition: {
              StringEquals: {
                [`${issuer}:aud`]: "sts.amazonaws.com",
                [`${issuer}:sub`]: `repo:${delivery.repository}:environment:${stage}`,
              },
            },
          },
        ],
      }),
    },
    { dependsOn: github },
  );
  // Stages of pull requests are deployed by the role of dev.
  const stages = stage === "dev" ? ["dev", "pr-*"] : [stage];
  const statements = reviewed();
  const documents = [
    ...policiesOf(statements, { ...place, stages }),
    ownLimits(statements, place, name, delivery.state),
  ];
  documents.forEach((document, i) => {
    const policy = new aws.iam.Policy(`deploy-policy-${i + 1}`, {
      name: nameOf("policy", `deploy-${i + 1}`),
      policy: JSON.stringify(document),
    });
    new aws.iam.RolePolicyAttachment(`deploy-policy-${i + 1}-attachment`, {
      role: role.name,
      policyArn: policy.arn,
    });
  });
  return role;
}

/** What the role may do with Pulumi's state, and that it can't give itself more than it has. */
function ownLimits(
  statements: readonly RoleStatement[],
  { partition, account }: Place,
  name: string,
  { bucket, keyArn }: Delivery["state"],
): PolicyDocument {
  const changes = statements
    .flatMap(({ actions }) => actions)
    .filter((action) => action.startsWith("iam:") && !/^iam:(Get|List|PassRole)/.test(action));
  const allow = (Sid: string, Action: string[], Resource: string) => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
  });
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "NotItself",
        Effect: "Deny",
        Action: [...changes, "iam:PassRole"],
        Resource: [
          `arn:${partition}:iam::${account}:role/${name}`,
          `arn:${partition}:iam::${account}:policy/${name}-*`,
        ],
      },
      ...(bucket === ""
        ? []
        : [
            allow("StateBucket", ["s3:ListBucket"], `arn:${partition}:s3:::${bucket}`),
            allow(
              "State",
              ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
              `arn:${partition}:s3:::${bucket}/*`,
            ),
          ]),
      ...(keyArn === "" ? [] : [allow("StateKey", ["kms:Encrypt", "kms:Decrypt"], keyArn)]),
    ],
  };
}

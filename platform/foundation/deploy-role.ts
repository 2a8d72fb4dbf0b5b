import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { effective } from "../access/index.ts";
import { nameOf } from "../core/component.ts";
import { type PolicyDocument, policiesOf, type RoleStatement } from "../values/delivery/role.ts";
import type { Delivery } from "../values/delivery/settings.ts";
import type { Place } from "./place.ts";

const issuer = "token.actions.githubusercontent.com";

/** What the role may do: derived from all services by `npm run derive`, and reviewed as a file. */
function reviewed(): readonly RoleStatement[] {
  const file = join(import.meta.dirname, "deploy-role.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { statements: readonly RoleStatement[] }).statements;
}

/**
 * The roles of the repository's workflows in a stage, without stored keys: one that deploys, and one that only reads, to find
 * drift at night without anybody's approval. A job gets a role by its GitHub environment, `prod` or `prod-drift`, so that the
 * environment's rules (approval, branches) hold for it ("Configuring OpenID Connect in Amazon Web Services").
 */
export function createDeployRoles(place: Place, delivery: Delivery) {
  const stage = pulumi.getStack();
  // An account has one provider for an issuer; a second foundation in the account leaves it to the first.
  const makes = new pulumi.Config().getBoolean("oidcProvider") ?? true;
  const provider = makes
    ? new aws.iam.OpenIdConnectProvider("github", {
        url: `https://${issuer}`,
        clientIdLists: ["sts.amazonaws.com"],
      })
    : undefined;
  // Stages of pull requests are deployed by the role of dev.
  const stages = stage === "dev" ? ["dev", "pr-*"] : [stage];
  const statements = reviewed();
  const name = nameOf("role", "deploy");
  const role = (part: "deploy" | "drift", environment: string, documents: readonly PolicyDocument[]) =>
    createRole({ part, environment, documents, place, repository: delivery.repository, provider });
  const state = stateStatements(place, delivery.state);
  return {
    deploy: role("deploy", stage, [
      ...policiesOf(statements, { ...place, stages }),
      { Version: "2012-10-17", Statement: [...notItself(statements, place, name), ...state] },
    ]),
    drift: role("drift", `${stage}-drift`, [
      ...policiesOf(reading(statements), { ...place, stages }),
      ...(state.length === 0 ? [] : [{ Version: "2012-10-17" as const, Statement: state }]),
    ]),
  };
}

interface RoleSpec {
  readonly part: "deploy" | "drift";
  /** On GitHub. */
  readonly environment: string;
  readonly documents: readonly PolicyDocument[];
  readonly place: Place;
  readonly repository: string;
  readonly provider: aws.iam.OpenIdConnectProvider | undefined;
}

function createRole({ part, environment, documents, place, repository, provider }: RoleSpec): aws.iam.Role {
  const { partition, account } = place;
  const role = new aws.iam.Role(
    `${part}-role`,
    {
      name: nameOf("role", part),
      description: `Of workflows of ${repository} in the environment ${environment}`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRoleWithWebIdentity",
            Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${issuer}` },
            Condition: {
              StringEquals: {
                [`${issuer}:aud`]: "sts.amazonaws.com",
                [`${issuer}:sub`]: `repo:${repository}:environment:${environment}`,
              },
            },
          },
        ],
      }),
    },
    { dependsOn: provider ? [provider] : [] },
  );
  documents.flatMap(effectiveParts).forEach((document, i) => {
    const name = `${part}-policy-${i + 1}`;
    const policy = new aws.iam.Policy(name, {
      name: nameOf("policy", `${part}-${i + 1}`),
      policy: JSON.stringify(document),
    });
    new aws.iam.RolePolicyAttachment(`${name}-attachment`, { role: role.name, policyArn: policy.arn });
  });
  return role;
}

/** The document without actions that none of its statement's resources is for, which AWS can't act on; none when nothing is left. */
function effectiveParts({ Version, Statement }: PolicyDocument): PolicyDocument[] {
  const parts = Statement.flatMap((one) => {
    const [given, on] = [one.Action, one.Resource].map((list) => [list].flat().map(String));
    const { actions, resources } = effective(given!, on!);
    return resources.length === 0 ? [] : [{ ...one, Action: actions, Resource: resources }];
  });
  return parts.length === 0 ? [] : [{ Version, Statement: parts }];
}

/** The statements less everything that changes something. */
function reading(statements: readonly RoleStatement[]): RoleStatement[] {
  return statements
    .map((one) => ({
      ...one,
      actions: one.actions.filter((action) => /^[\w-]+:(Get|List|Describe|GET$)/.test(action)),
    }))
    .filter(({ actions }) => actions.length > 0);
}

/** Keeps the role from giving itself, or the one that reads, more than it has. */
function notItself(statements: readonly RoleStatement[], { partition, account }: Place, name: string) {
  const changes = statements
    .flatMap(({ actions }) => actions)
    .filter((action) => action.startsWith("iam:") && !/^iam:(Get|List|PassRole)/.test(action));
  const drift = nameOf("role", "drift");
  const roles = [name, drift].map((one) => `arn:${partition}:iam::${account}:role/${one}`);
  const policies = [name, drift].map((one) => `arn:${partition}:iam::${account}:policy/${one}-*`);
  return [
    ...(changes.length === 0
      ? []
      : [{ Sid: "NotItself", Effect: "Deny", Action: changes, Resource: [...roles, ...policies] }]),
    { Sid: "NotPassed", Effect: "Deny", Action: ["iam:PassRole"], Resource: roles },
  ];
}

/** What Pulumi needs of its state: a lock is an object too, so reading the state writes. */
function stateStatements({ partition }: Place, { bucket, keyArn }: Delivery["state"]) {
  const allow = (Sid: string, Action: string[], Resource: string) => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
  });
  const arn = `arn:${partition}:s3:::${bucket}`;
  return [
    ...(bucket === ""
      ? []
      : [
          allow("StateBucket", ["s3:ListBucket"], arn),
          allow("State", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], `${arn}/*`),
        ]),
    ...(keyArn === "" ? [] : [allow("StateKey", ["kms:Encrypt", "kms:Decrypt"], keyArn)]),
  ];
}

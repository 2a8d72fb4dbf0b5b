import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { graphOf } from "../../platform/fleet/graph-of.ts";
import { platformDir } from "../../platform/values/places.ts";
import { serviceFolder } from "../support/folder.ts";

const aws = JSON.stringify(import.meta.resolve("@pulumi/aws"));
const pulumi = JSON.stringify(import.meta.resolve("@pulumi/pulumi"));
const service = (program: string, lookups?: string) =>
  serviceFolder({
    "index.ts": `import * as aws from ${aws};\nimport * as pulumi from ${pulumi};\n${program}`,
    ...(lookups !== undefined && { "lookups.yaml": lookups }),
  });
const message = async (program: string, lookups?: string): Promise<string> => {
  using folder = service(program, lookups);
  try {
    await graphOf(folder.dir);
    return "";
  } catch (error) {
    return (error as Error).message.replaceAll(folder.dir, "<dir>");
  }
};

const image = 'export const id = aws.workspaces.getImageOutput({ imageId: "wsi-1" }).name;';

test("a lookup without an answer names the file for it, with what to write there", async () => {
  const error = await message(image);
  expect(error).toContain("the program calls aws:workspaces/getImage:getImage, and offline nobody is asked.");
  expect(error).toContain("comes from <dir>/lookups.yaml, which doesn't exist. Add there");
  expect(error).toContain(
    "aws:workspaces/getImage:getImage:\n  - args:\n      imageId: wsi-1\n    result:\n",
  );
  // Source: GetImageResult of @pulumi/aws.
  expect(error).toMatch(/\n {6}name: string\n/);
});

test("what the error asks for is an answer", async () => {
  const [, asked] = (await message(image)).split("\n\n");
  using folder = service(image, asked);
  expect((await graphOf(folder.dir)).outputs.id).toBe("string");
});

test("the example in docs/plan.md is an answer", async () => {
  const page = readFileSync(join(platformDir, "docs/plan.md"), "utf8");
  const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1];
  using folder = service('export const { id } = aws.ec2.getVpcOutput({ tags: { Name: "main" } });', example);
  expect((await graphOf(folder.dir)).outputs.id).toBe("vpc-0123456789abcdef0");
});

describe("a service's file", () => {
  const lookups = `
aws:ec2/getVpc:getVpc:
  - args: { tags: { Name: main } }
    result: { id: vpc-main }
  - result: { id: vpc-other, cidrBlock: 10.9.0.0/16 }
random:index/get:get:
  - result: { value: 4 }
`;

  test("answers the lookups that fit, over what is known without it", async () => {
    using folder = service(
      `const main = aws.ec2.getVpcOutput({ tags: { Name: "main" } });
       const other = aws.ec2.getVpcOutput({ tags: { Name: "other" } });
       export const ids = [main.id, other.id, other.cidrBlock];
       export const state = main.state;
       export const four = pulumi.output(pulumi.runtime.invoke("random:index/get:get", {})).apply((found) => found.value);`,
      lookups,
    );
    expect((await graphOf(folder.dir)).outputs).toEqual({
      ids: ["vpc-main", "vpc-other", "10.9.0.0/16"],
      state: "available",
      four: 4,
    });
  });

  test("with a function that is mistyped is told from one that is missing", async () => {
    expect(await message(image, "aws:workspaces/getImages:getImages:\n  - result: {}\n")).toContain(
      "has none for it. Did you mean aws:workspaces/getImages:getImages?",
    );
  });

  test.each([
    ["[1]", "<dir>/lookups.yaml is no YAML object of functions and their answers."],
    ["a: [", "<dir>/lookups.yaml can't be read"],
    [
      "getVpc: []",
      "<dir>/lookups.yaml, getVpc: functions are named by their token, such as aws:ec2/getVpc:getVpc.",
    ],
    ["aws:ec2/getVpc:getVpc: {}", "aws:ec2/getVpc:getVpc: a list of answers is expected"],
    ["aws:ec2/getVpc:getVpc: [{ arg: {} }]", "arg: there is no such argument; did you mean args?"],
    ["aws:ec2/getVpc:getVpc: [{ args: {} }]", "aws:ec2/getVpc:getVpc[0]: result: an object is expected."],
    [
      "aws:ec2/getVpc:getVpc: [{ result: { cidrBlok: 1 } }]",
      "result.cidrBlok: there is no such argument; did you mean cidrBlock?",
    ],
  ])("that is %j is refused", async (lookups, problem) => {
    expect(await message("export {};", lookups)).toContain(problem);
  });
});

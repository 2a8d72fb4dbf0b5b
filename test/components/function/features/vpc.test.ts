import { describe, expect, test } from "vitest";
import { Function } from "../../../../platform/index.ts";
import { graphOfProgram, inputsOf } from "../../../support/index.ts";
import { added, functionOf, handler, interfaces, of, permitted, subnetIds } from "./support.ts";

describe("vpc", () => {
  test("with subnets gives the function a security group of its own: out, nothing in", async () => {
    const graph = await of({ vpc: { subnetIds } });
    expect(inputsOf(graph, "worker-function").vpcConfig).toEqual({
      subnetIds,
      securityGroupIds: [graph.get("worker-security-group").id],
    });
    const { description: _, ...group } = inputsOf(graph, "worker-security-group");
    expect(group).toEqual({
      name: "shop-prod-worker",
      vpcId: "vpc-00000000000000000",
      egress: [expect.objectContaining({ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] })],
    });
    expect(await permitted({ vpc: { subnetIds } })).toEqual(interfaces);
  });

  test("with security groups makes none", async () => {
    const vpc = { subnetIds, securityGroupIds: ["sg-1"] };
    expect(await added({ vpc })).toEqual([]);
    expect((await functionOf({ vpc })).vpcConfig).toEqual({ subnetIds, securityGroupIds: ["sg-1"] });
  });

  test("true is the account's default VPC, looked up once", async () => {
    const graph = await graphOfProgram(() => {
      new Function("one", { handler, vpc: true });
      new Function("two", { handler, vpc: true });
    });
    for (const name of ["one", "two"]) {
      const { vpcConfig } = inputsOf(graph, `${name}-function`);
      expect(vpcConfig).toEqual({
        subnetIds: expect.arrayContaining(["subnet-0000000000000000a"]),
        securityGroupIds: [graph.get(`${name}-security-group`).id],
      });
    }
    expect(graph.of("awsx:ec2:DefaultVpc")).toHaveLength(1);
  });

  test("lets IPv6 out when it is asked for", async () => {
    const graph = await of({ vpc: { subnetIds, ipv6: true } });
    expect(inputsOf(graph, "worker-function").vpcConfig).toMatchObject({ ipv6AllowedForDualStack: true });
    expect(inputsOf(graph, "worker-security-group").egress).toEqual([
      expect.objectContaining({ ipv6CidrBlocks: ["::/0"] }),
    ]);
  });

  test("its security group can be changed by a transform", async () => {
    const graph = await of({
      vpc: { subnetIds },
      transform: { securityGroup: { description: "To the database" } },
    });
    expect(inputsOf(graph, "worker-security-group").description).toBe("To the database");
  });
});

import { describe, expect, test } from "vitest";
import { statementsOf } from "../../platform/access/index.ts";
import { type Graph, type Resource, reveal } from "../../platform/engine/index.ts";
import { findingsIn } from "../../platform/policies/index.ts";
import { graphOfProgram, managed } from "../support/index.ts";
import { components, graphOfShowcase } from "../support/showcase.ts";

const names = Object.keys(components) as (keyof typeof components)[];

function ancestors(graph: Graph, resource: Resource): string[] {
  const parent = resource.parent ? graph.byUrn(resource.parent) : undefined;
  return parent ? [parent.type, ...ancestors(graph, parent)] : [];
}

const dashboard = "aws:cloudwatch/dashboard:Dashboard";

/** What a program of one component manages, but for the dashboard, which is the whole service's, and what it is given. */
const parts = (graph: Graph) =>
  managed(graph).filter(({ type, name }) => type !== dashboard && !name.startsWith("part-given"));

describe.each(names)("%s", (name) => {
  test("owns all its parts: each has the component above it", async () => {
    const graph = await graphOfProgram(() => void components[name]());
    const component = graph.get("part", `platform:index:${name}`);
    expect(component.parent).toBe(graph.get("shop-prod").urn);
    expect(parts(graph).length).toBeGreaterThan(0);
    for (const resource of parts(graph)) {
      expect(ancestors(graph, resource)).toContain(component.type);
      expect(graph.byUrn(resource.parent!)?.type).toMatch(/^platform:index:/);
    }
  });

  test("names each of its parts after itself", async () => {
    const graph = await graphOfProgram(() => void components[name]());
    for (const resource of graph.resources.filter(
      (r) => !r.type.startsWith("pulumi:") && r.type !== dashboard,
    ))
      expect(resource.name).toMatch(/^part(-|$)/);
  });

  test("has the same parts in every stage but for its alarms and what shifts its traffic", async () => {
    const partsIn = async (stage: string) =>
      parts(await graphOfProgram(() => void components[name](), { stage }))
        .map(({ type, name: part }) => `${type} ${part}`)
        .filter((part) => !/MetricAlarm|^aws:codedeploy|lambda\/alias|-deployment-(role|policy)$/.test(part))
        .sort();
    const [prod, ...others] = await Promise.all(["prod", "staging", "dev", "pr-123"].map(partsIn));
    for (const other of others) expect(other).toEqual(prod);
  });

  test("can be previewed before anything exists, when nothing that AWS gives is known", async () => {
    const graph = await graphOfProgram(() => void components[name](), { preview: true });
    const deployed = await graphOfProgram(() => void components[name]());
    expect(graph.resources.map(({ urn }) => urn)).toEqual(deployed.resources.map(({ urn }) => urn));
  });

  test("gives the same graph every time", async () => {
    const [a, b] = await Promise.all([
      graphOfProgram(() => void components[name]()),
      graphOfProgram(() => void components[name]()),
    ]);
    expect(JSON.stringify(a)).toBe(JSON.stringify(b));
  });

  test("refuses two of one name", async () => {
    await expect(
      graphOfProgram(() => {
        components[name]();
        components[name]();
      }),
    ).rejects.toThrow(/part/);
  });
});

describe("all components together", async () => {
  const graph = await graphOfShowcase();

  test("no parent has two children of one name", () => {
    // Packages name the parts of their components themselves.
    for (const { urn, type } of graph.resources) {
      if (type.startsWith("awsx:")) continue;
      const children = graph.children(urn).map((child) => child.name);
      expect(children, urn).toEqual([...new Set(children)]);
    }
  });

  test("no two things of a kind have one name in AWS", () => {
    const physical = managed(graph)
      .filter(({ type }) => !/RolePolicy|Stage|Alias|Record/.test(type))
      .map(({ type, inputs }) => (inputs.name === undefined ? undefined : `${type} ${reveal(inputs.name)}`))
      .filter((name) => name !== undefined);
    expect(physical.length).toBeGreaterThan(20);
    expect(physical.filter((name, i) => physical.indexOf(name) !== i)).toEqual([]);
  });

  const allowed = managed(graph).flatMap((resource) =>
    Object.values(resource.inputs)
      .flatMap((value) => statementsOf(reveal(value)))
      .filter(({ effect }) => effect === "Allow")
      .map((statement) => ({ resource: resource.name, ...statement })),
  );

  test("no rule of the policies is broken, but that alarms reach no one without the foundation", () => {
    expect(allowed.length).toBeGreaterThan(20);
    expect(findingsIn(graph).filter(({ rule }) => rule !== "alarm-actions")).toEqual([]);
  });

  test("every other permission names resources of this service, by their full ARN", () => {
    const named = allowed.flatMap(({ actions, resources }) =>
      actions.includes("sts:AssumeRole") ? [] : resources.filter((resource) => resource !== "*"),
    );
    for (const arn of named) {
      // A bucket's ARN has neither region nor account; its name has both.
      // Lambda@Edge writes logs wherever its viewers are.
      expect(arn).toMatch(
        /^arn:aws:([a-z]+:eu-west-1:123456789012:|logs:\*:123456789012:log-group:\/aws\/lambda\/us-east-1\.|s3:::.*-123456789012-eu-west-1-an)/,
      );
      expect(arn).toMatch(/shop[-/]prod[-/]/);
    }
  });

  test("every role can be assumed by one AWS service only, but for Lambda@Edge, which is two", () => {
    for (const role of graph.of("aws:iam/role:Role")) {
      const [statement, ...rest] = JSON.parse(String(role.inputs.assumeRolePolicy)).Statement;
      expect(rest).toEqual([]);
      if (role.name === "site-origin-request-role")
        expect(statement.Principal).toEqual({
          Service: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"],
        });
      else
        expect(statement.Principal).toEqual({
          Service: expect.stringMatching(/^(codedeploy|iot|lambda|scheduler|states)\.amazonaws\.com$/),
        });
    }
  });

  test("every log group expires, and every function's log group is its own", () => {
    const groups = graph.of("aws:cloudwatch/logGroup:LogGroup");
    expect(groups.map(({ inputs }) => inputs.retentionInDays)).toEqual(groups.map(() => 30));
    const inRegion = ({ inputs }: Resource) => inputs.region === undefined;
    for (const fn of graph.of("aws:lambda/function:Function").filter(inRegion))
      expect(groups.map(({ inputs }) => inputs.name)).toContain(`/aws/lambda/${fn.inputs.name}`);
  });
});

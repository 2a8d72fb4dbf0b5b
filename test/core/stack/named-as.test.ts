import { expect, test } from "vitest";
import { Bucket, Cron, Event, Parameter, Queue, Table } from "../../../platform/index.ts";
import { nameInputOf } from "../../../platform/values/naming/problems.ts";
import { errorOf, graphOfProgram, managed } from "../../support/index.ts";

/** Components whose parts have names of every kind: files, messages, schedules, roles, alarms, the dashboard. */
function program(): void {
  new Table("items", { partitionKey: "id" });
  new Bucket("files");
  new Queue("jobs");
  new Parameter("limit", { value: "3" });
  new Event("alarms", { source: { type: "alarm" }, handler: "src/handler.ts" });
  new Cron("tick", { schedule: "rate(5 minutes)", handler: "src/handler.ts" });
}

const names = async (config: Record<string, string>) => {
  const graph = await graphOfProgram(program, { config });
  const all = managed(graph).map(({ type, name, inputs }) => [name, inputs[nameInputOf(type) ?? ""]]);
  return { graph, names: Object.fromEntries(all) };
};

test("names of resources begin with the former name of a renamed service, and nothing else of it does", async () => {
  const [own, former] = [await names({}), await names({ "shop:formerName": "boutique" })];

  const expected = JSON.parse(
    JSON.stringify(own.names).replaceAll(/(?<=["/])shop(?=[-/])/g, "boutique"),
  ) as object;
  expect(former.names).toEqual(expected);
  expect(Object.values(former.names).filter((name) => name !== undefined).length).toBeGreaterThan(10);
  expect(JSON.stringify(former.graph.get("alarms-rule").inputs.eventPattern)).toContain("boutique-prod-");
  for (const one of managed(former.graph)) {
    const { tags } = one.inputs as { tags?: Record<string, string> };
    if (tags) expect(tags.service).toBe("shop");
  }
});

test("a former name that can't be a part of names is refused", async () => {
  expect(await errorOf(program, { config: { "shop:formerName": "My.Shop" } })).toContain(
    'formerName: "My.Shop" can\'t be a part of the names of its resources',
  );
});

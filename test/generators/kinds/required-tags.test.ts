import { describe, expect, test, vi } from "vitest";
import { parse } from "yaml";

vi.mock("../../../platform/guarded.ts", async (original) => ({
  ...(await original<object>()),
  requiredTags: ["cost-centre", "data:class"],
}));
const { check } = await import("../../../generators/answers/problems.ts");
const { answerFlags, toldBy } = await import("../../../generators/answers/flags.ts");
const { plan } = await import("../../../generators/render/render.ts");

const told = { name: "orders", owner: "crew", schedule: "rate(1 day)" };

describe("tags that the organisation requires", () => {
  test("have a flag each, and a service isn't made without them", () => {
    expect(Object.keys(answerFlags)).toEqual(expect.arrayContaining(["tag-cost-centre", "tag-data-class"]));
    const checked = check("cron", { ...told, tagDataClass: "a & b" });
    expect(checked).toEqual({
      ok: false,
      problems: [
        {
          where: "tagCostCentre",
          problem:
            "It is missing; give --tag-cost-centre: the value of the tag cost-centre, which every service has.",
        },
        { where: "tagDataClass", problem: expect.stringContaining("characters that AWS doesn't allow") },
      ],
    });
  });

  test("are written as texts into the project's config, where the program reads them", () => {
    const checked = check("cron", {
      ...told,
      ...toldBy({ "tag-cost-centre": "1234", "tag-data-class": "true" }),
    });
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
    const file = plan(checked.kind, checked.answers).find(({ path }) => path === "Pulumi.yaml");
    expect(parse(file!.content).config).toEqual({
      owner: "crew",
      "orders:tags": { value: { "cost-centre": "1234", "data:class": "true" } },
    });
  });
});

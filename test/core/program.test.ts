import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { perProgram } from "../../platform/core/per-program.ts";
import { inEveryProgram, whenProgramEnds } from "../../platform/core/program.ts";
import { Queue } from "../../platform/index.ts";
import { errorOf, graphOfProgram } from "../support/index.ts";

describe("something made once for each program", () => {
  test("is the same for all that ask in one program, and another in the next, also at one time", async () => {
    const counted = perProgram(() => ({ id: Symbol() }));
    const run = async () => {
      const seen: object[] = [];
      await graphOfProgram(async () => {
        seen.push(counted());
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(counted());
      });
      return seen;
    };
    const [[a, b], [c, d]] = await Promise.all([run(), run()]);
    expect(a).toBe(b);
    expect(c).toBe(d);
    expect(a).not.toBe(c);
  });

  test("is made anew at each call outside of a program, where nothing tells programs apart", () => {
    const made = perProgram(() => ({}));
    expect(made()).not.toBe(made());
  });
});

describe("what every program gets", () => {
  test("is made with the first component, once, and not without a component", async () => {
    const projects: string[] = [];
    inEveryProgram(() => void projects.push(pulumi.getProject()));
    const queues = () => [new Queue("a"), new Queue("b")];
    await graphOfProgram(() => void queues(), { project: "first" });
    await graphOfProgram(() => void queues(), { project: "second" });
    await graphOfProgram(() => {}, { project: "third" });
    expect(projects).toEqual(["first", "second"]);
  });

  test("is one dashboard, named after the service and the stage", async () => {
    const graph = await graphOfProgram(() => void [new Queue("a"), new Queue("b")]);
    expect(graph.of("aws:cloudwatch/dashboard:Dashboard").map(({ inputs }) => inputs.dashboardName)).toEqual([
      "shop-prod",
    ]);
  });
});

describe("what is done when a program has ended", () => {
  test("follows all that the program does, and its result is an output", async () => {
    const order: string[] = [];
    await graphOfProgram(async () => {
      whenProgramEnds(() => order.push("end"))?.apply((length) => order.push(`result ${length}`));
      await new Promise((resolve) => setImmediate(resolve));
      order.push("program");
    });
    expect(order).toEqual(["program", "end", "result 2"]);
  });

  test("ends the deployment when it throws", async () => {
    const program = () => {
      whenProgramEnds(() => {
        throw new pulumi.RunError("there is no such thing");
      });
    };
    expect(await errorOf(program)).toContain("there is no such thing");
  });
});

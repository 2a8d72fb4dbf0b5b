import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Flow, flowOf } from "../../../platform/fleet/checks/flow.ts";
import { loops, loopsIn, loopWiring } from "../../../platform/fleet/checks/loops.ts";
import { svgOf } from "../../../platform/fleet/diagram/diagram.ts";
import { Bucket, Event, Queue } from "../../../platform/index.ts";
import { graphOfProgram } from "../../support/index.ts";

const queueArn = (project: string, name: string) =>
  `arn:aws:sqs:eu-west-1:123456789012:${project}-prod-${name}`;

/** A service whose function is invoked by its queue, and may send to another service's. */
const relay = (project: string, to: string) =>
  graphOfProgram(
    () => {
      const jobs = new Queue("jobs", { visibilityTimeout: 180 });
      new Event("worker", {
        handler: "src/handler.ts",
        source: { type: "sqs", queue: jobs },
        permissions: [{ actions: ["sqs:SendMessage"], resources: [queueArn(to, "jobs")] }],
      });
    },
    { project },
  );

const fleet = { stage: "prod", owners: {}, today: "2026-01-31" };

describe("a function that triggers itself through another service's queue", async () => {
  const graphs = await Promise.all([relay("orders", "bills"), relay("bills", "orders")]);

  test("is told with the whole way", () => {
    expect(loops({ ...fleet, graphs })).toMatchObject([
      {
        severity: "warning",
        services: ["bills", "orders"],
        message:
          "A function may trigger itself: bills/worker-handler sends orders/jobs, which invokes orders/worker-handler, which sends bills/jobs, which invokes bills/worker-handler.",
      },
    ]);
  });

  test("is drawn", async () => {
    const flow = flowOf(graphs);
    const [loop] = loopsIn(flow);
    const wiring = loopWiring(loop!, flow);
    expect(wiring.nodes).toHaveLength(4);
    expect(await svgOf(wiring, { title: "loop" })).toMatch(/^<svg[\s\S]*worker[\s\S]*<\/svg>\s*$/);
  });
});

test("services that send on to others without a way back are no loop", async () => {
  const graphs = await Promise.all([relay("orders", "bills"), relay("bills", "mails")]);
  expect(loops({ ...fleet, graphs })).toEqual([]);
});

describe("a function that writes into the bucket whose events it handles", () => {
  type Listens = { readonly prefix?: string; readonly suffix?: string; readonly through?: "direct" };
  const writer = (writes: readonly string[], listens: Listens) =>
    graphOfProgram(() => {
      const images = new Bucket("images");
      new Event("resize", {
        handler: "src/handler.ts",
        source: { type: "s3", bucket: images, ...listens },
        permissions: writes.map((keys) => ({
          actions: ["s3:PutObject"],
          resources: [images.arn.apply((arn) => `${arn}/${keys}`)],
        })),
      });
    });
  const isFound = async (writes: readonly string[], listens: Listens) =>
    loops({ ...fleet, graphs: [await writer(writes, listens)] }).length > 0;

  test.each<[isLoop: boolean, writes: readonly string[], listens: Listens]>([
    [true, ["*"], { prefix: "in/" }],
    [true, ["in/small/*"], { prefix: "in/" }],
    [true, ["*"], {}],
    [true, ["out/*", "in/*"], { prefix: "in/", suffix: ".jpg" }],
    [true, ["out/*"], { suffix: ".jpg" }],
    [true, ["i?/*"], { prefix: "in/" }],
    [false, ["out/*"], { prefix: "in/" }],
    [false, ["out/*", "tmp/*"], { prefix: "in/", suffix: ".jpg" }],
    [false, ["out/*"], { prefix: "in it/", through: "direct" }],
    [true, ["in it/*"], { prefix: "in it/", through: "direct" }],
  ])("may trigger itself: %j, where it may write %j and listens to %j", async (isLoop, writes, listens) => {
    expect(await isFound(writes, listens)).toBe(isLoop);
  });

  test("may do so though another service has the bucket", async () => {
    const [arn, bucket] = ["arn:aws:s3:::shop-images", "shop-images"];
    const owner = await graphOfProgram(
      () => {
        const images = new Bucket("images", { transform: { bucket: { bucket, bucketNamespace: "global" } } });
        new Event("notify", {
          handler: "src/handler.ts",
          source: { type: "s3", bucket: images, prefix: "in/" },
          permissions: [{ actions: ["sqs:SendMessage"], resources: [queueArn("writer", "jobs")] }],
        });
      },
      { project: "shop" },
    );
    const other = (keys: string) =>
      graphOfProgram(
        () => {
          const jobs = new Queue("jobs", { visibilityTimeout: 180 });
          new Event("worker", {
            handler: "src/handler.ts",
            source: { type: "sqs", queue: jobs },
            permissions: [{ actions: ["s3:PutObject"], resources: [`${arn}/${keys}`] }],
          });
        },
        { project: "writer" },
      );
    expect(loops({ ...fleet, graphs: [owner, await other("in/*")] })).toHaveLength(1);
    expect(loops({ ...fleet, graphs: [owner, await other("out/*")] })).toEqual([]);
  });
});

/** A flow of functions, by the numbers of its edges. */
const flow = (pairs: readonly (readonly [number, number])[]): Flow => ({
  nodes: new Map(
    [...Array(8).keys()].map((i) => [
      String(i),
      { urn: String(i), kind: "function", label: String(i), name: String(i), owners: [] },
    ]),
  ),
  edges: pairs.map(([from, to]) => ({ from: String(from), to: String(to), kind: "invokes", failure: false })),
});

test("a loop is found exactly where a function can be reached from itself (Warshall's algorithm)", () => {
  const node = fc.nat(7);
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { maxLength: 16 }), (pairs) => {
      const reach = [...Array(8).keys()].map((i) =>
        [...Array(8).keys()].map((j) => pairs.some(([from, to]) => from === i && to === j)),
      );
      for (let k = 0; k < 8; k++)
        for (let i = 0; i < 8; i++)
          for (let j = 0; j < 8; j++) reach[i]![j] ||= reach[i]![k]! && reach[k]![j]!;
      const found = loopsIn(flow(pairs));
      expect(found.length > 0).toBe(reach.some((row, i) => row[i]));
      for (const loop of found)
        loop.forEach((edge, i) => {
          expect(edge.to).toBe(loop[(i + 1) % loop.length]!.from);
        });
    }),
  );
});

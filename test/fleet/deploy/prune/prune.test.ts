import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { LambdaClient } from "@aws-sdk/client-lambda";
import fc from "fast-check";
import { expect, test } from "vitest";
import { deleteVersion } from "../../../../platform/fleet/deploy/prune/lambda.ts";
import { prunable } from "../../../../platform/fleet/deploy/prune/prunable.ts";
import { pruneVersions, versionedFunctions } from "../../../../platform/fleet/deploy/prune/prune.ts";
import { without } from "../../../support/index.ts";
import { graphOf } from "../../../support/service-graphs.ts";

interface Held {
  /** Versions of aliases, with those of their weights. */
  readonly aliases?: readonly (readonly [version: string, weighted?: string])[];
  readonly provisioned?: readonly string[];
  readonly mapped?: readonly string[];
  readonly durable?: readonly string[];
}

/** Lambda's API with one function on localhost: paths, pages and members as in AWS's "Lambda API Reference". */
async function fakeLambda(versions: readonly string[], held: Held = {}) {
  const deleted: (string | null)[] = [];
  const pageOf = (list: readonly object[], url: URL, member: string) => {
    const start = Number(url.searchParams.get("Marker") ?? 0);
    return {
      [member]: list.slice(start, start + 3),
      ...(start + 3 < list.length && { NextMarker: String(start + 3) }),
    };
  };
  const arn = "arn:aws:lambda:eu-west-1:123456789012:function:worker";
  const server = createServer((request, response) => {
    const url = new URL(request.url!, "http://localhost");
    const query = url.searchParams;
    const answers: Record<string, () => object> = {
      "GET /2015-03-31/functions/worker/versions": () =>
        pageOf(
          versions.map((Version) => ({ Version })),
          url,
          "Versions",
        ),
      "GET /2015-03-31/functions/worker/aliases": () =>
        pageOf(
          (held.aliases ?? []).map(([FunctionVersion, weighted]) => ({
            FunctionVersion,
            ...(weighted && { RoutingConfig: { AdditionalVersionWeights: { [weighted]: 0.1 } } }),
          })),
          url,
          "Aliases",
        ),
      "GET /2019-09-30/functions/worker/provisioned-concurrency": () =>
        pageOf(
          (held.provisioned ?? []).map((version) => ({ FunctionArn: `${arn}:${version}` })),
          url,
          "ProvisionedConcurrencyConfigs",
        ),
      "GET /2015-03-31/event-source-mappings": () =>
        pageOf(
          (held.mapped ?? [])
            .filter((version) => query.get("FunctionName") === `worker:${version}`)
            .map(() => ({})),
          url,
          "EventSourceMappings",
        ),
      "GET /2025-12-01/functions/worker/durable-executions": () => ({
        // The first page of a filtered list may be empty.
        DurableExecutions:
          query.has("Marker") && query.getAll("Statuses").includes("RUNNING")
            ? (held.durable ?? []).filter((version) => query.get("Qualifier") === version).map(() => ({}))
            : [],
        ...(!query.has("Marker") && { NextMarker: "1" }),
      }),
      "DELETE /2015-03-31/functions/worker": () => {
        deleted.push(query.get("Qualifier"));
        return {};
      },
    };
    const answer = answers[`${request.method} ${url.pathname.replace(/\/$/, "")}`];
    response.writeHead(answer ? (request.method === "DELETE" ? 204 : 200) : 404, {
      "content-type": "application/json",
    });
    response.end(request.method === "DELETE" ? undefined : JSON.stringify(answer?.() ?? {}));
    if (request.method === "DELETE") answer?.();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = new LambdaClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  return {
    client,
    deleted,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test.skipIf(without("users-api"))(
  "functions lose old versions where their versions are behind an alias",
  async () => {
    const shop = versionedFunctions(await graphOf("users-api", { stage: "prod" }));
    expect(shop).toEqual(
      ["create-user", "get-user", "list-users"].map((name) => `users-api-prod-api-${name}`),
    );
  },
);

const versions = ["$LATEST", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

test("the newest versions stay, by number, and older ones go", async () => {
  await using lambda = await fakeLambda(versions, { aliases: [["10"]] });
  expect(await pruneVersions(lambda.client, "worker", 3)).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
  expect(lambda.deleted).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
});

test("no version goes that an alias, its weights, provisioned concurrency, an event source or a durable execution holds", async () => {
  await using lambda = await fakeLambda(versions, {
    aliases: [["10"], ["9"], ["8"], ["7", "1"]],
    provisioned: ["2"],
    mapped: ["3"],
    durable: ["4"],
  });
  await pruneVersions(lambda.client, "worker", 1);
  expect(lambda.deleted).toEqual(["5", "6"]);
});

test("nothing is asked about versions while there are no more than are kept", async () => {
  await using lambda = await fakeLambda(["$LATEST", "1", "2"]);
  expect(await pruneVersions(lambda.client, "worker", 2)).toEqual([]);
  expect(lambda.deleted).toEqual([]);
});

test.each(["", "$LATEST", "live"])(
  "deleting %j is refused: without a number the whole function would go",
  async (version) => {
    await using lambda = await fakeLambda(versions);
    await expect(deleteVersion(lambda.client, "worker", version)).rejects.toThrow("is no version of worker");
    expect(lambda.deleted).toEqual([]);
  },
);

test("for any versions and uses: what goes is unused, published, and older than the newest ones", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 60 })),
      fc.uniqueArray(fc.integer({ min: 1, max: 60 })),
      fc.integer({ min: 0, max: 10 }),
      (published, used, kept) => {
        const all = ["$LATEST", ...published.map(String)];
        const gone = prunable(all, new Set(used.map(String)), kept).map(Number);
        const stay = published.filter((version) => !gone.includes(version));
        expect(gone.every((version) => published.includes(version) && !used.includes(version))).toBe(true);
        expect(stay.length).toBeGreaterThanOrEqual(Math.min(published.length, Math.max(1, kept)));
        // Whatever stays, unused, is newer than all that goes.
        for (const version of stay.filter((one) => !used.includes(one)))
          expect(Math.max(0, ...gone)).toBeLessThan(version);
        expect(stay.filter((one) => !used.includes(one)).length).toBeLessThanOrEqual(Math.max(1, kept));
      },
    ),
  );
});

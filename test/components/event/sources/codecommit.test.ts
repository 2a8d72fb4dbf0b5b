import { describe, expect, test } from "vitest";
import { type CodeCommitSource, Event } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../../support/index.ts";

const handler = "src/handler.ts";
const eventOf = (source: Partial<CodeCommitSource> = {}) =>
  graphOfProgram(
    () =>
      void new Event("pushes", {
        handler,
        source: { type: "codecommit", repository: "shop-web", ...source },
      }),
  );
const patternOf = async (source: Partial<CodeCommitSource> = {}) =>
  JSON.parse(String(inputsOf(await eventOf(source), "pushes-rule").eventPattern));

describe("an event from CodeCommit of which only its repository is said", () => {
  test("is for new and changed branches of this repository, on the account's own bus", async () => {
    expect(inputsOf(await eventOf(), "pushes-rule").eventBusName).toBe("default");
    expect(await patternOf()).toEqual({
      source: ["aws.codecommit"],
      "detail-type": ["CodeCommit Repository State Change"],
      detail: {
        event: ["referenceCreated", "referenceUpdated"],
        repositoryName: ["shop-web"],
        referenceType: ["branch"],
      },
    });
  });

  test("has the failure path of every rule", async () => {
    const graph = await eventOf();
    const deadLetters = { arn: "arn:aws:sqs:eu-west-1:123456789012:shop-prod-pushes-handler-dlq" };
    expect(inputsOf(graph, "pushes-target").deadLetterConfig).toEqual(deadLetters);
    expect(inputsOf(graph, "pushes-permission")).toMatchObject({
      principal: "events.amazonaws.com",
      sourceArn: "arn:aws:events:eu-west-1:123456789012:rule/shop-prod-pushes",
    });
  });
});

test("what a service says chooses branches and what happens to them, and how long an event is handed over for", async () => {
  const source = { branches: ["main", "release"], events: ["deleted"], retries: 1 } as const;
  expect((await patternOf(source)).detail).toMatchObject({
    event: ["referenceDeleted"],
    referenceName: ["main", "release"],
  });
  expect(inputsOf(await eventOf(source), "pushes-target").retryPolicy).toMatchObject({
    maximumRetryAttempts: 1,
  });
});

test("an event from CodeCommit refuses all that is wrong at once", async () => {
  const message = await errorOf(
    () =>
      void new Event("pushes", {
        handler,
        source: {
          type: "codecommit",
          repository: "shop/web",
          branches: ["refs/heads/main"],
          events: ["pushed"],
          branch: "main",
        } as never,
      }),
  );
  expect(message.split("\n")).toEqual([
    'Event "pushes" of service shop has 4 problem(s):',
    "  - source.branch: there is no such argument; did you mean branches?",
    '  - source.repository: "shop/web" given; the name of a repository is expected: 1 to 100 letters, digits, "_", "-" or ".".',
    '  - source.events: "pushed" given; "created", "updated" and "deleted" are allowed.',
    '  - source.branches: "refs/heads/main" given; a name such as "main" is expected.',
  ]);
  expect(
    await errorOf(
      () =>
        void new Event("pushes", { handler, source: { type: "codecommit", repository: "a", branches: [] } }),
    ),
  ).toContain("source.branches: [] given; a list of at least one is expected.");
});

import { expect, test } from "vitest";
import { checkRunbook, graphOf, statements } from "#test";

const dir = `${import.meta.dirname}/..`;
const graph = await graphOf(dir);
const { StartAt, States } = JSON.parse(String(graph.get("publishing-state-machine").inputs.definition));
const bucket = graph.get("images-bucket").outputs.arn;

/** What a step's function may do with the bucket's objects, below which prefix. */
const may = (step: string) =>
  statements(graph, `publishing-${step}-policy`).flatMap(({ actions, resources }) =>
    resources.flatMap((one) =>
      one.startsWith(`${bucket}/`)
        ? actions.map((action) => `${action} ${one.slice(`${bucket}/`.length)}`)
        : [],
    ),
  );

test("an image is validated, made small, reviewed and published, in this order", () => {
  const order: string[] = [];
  for (let name = StartAt; name; name = States[name].Next) order.push(name);

  expect(order).toEqual(["validate", "each width", "review", "publish"]);
});

test("what is no image, is rejected, or waits for nobody's decision is refused", () => {
  const caught = (state: string) =>
    States[state].Catch.map(({ ErrorEquals, Next }: { ErrorEquals: string[]; Next: string }) => [
      ErrorEquals,
      Next,
    ]);

  expect(caught("validate")).toEqual([[["NotAnImage"], "refused"]]);
  expect(caught("each width")).toEqual([[["NotAnImage"], "refused"]]);
  expect(caught("review")).toEqual([[["Rejected", "States.Timeout"], "refused"]]);
  expect(States.publish.Catch).toBeUndefined();
  expect(States.refused).toMatchObject({ Type: "Pass", End: true });
});

test("only uploads start a run, not what the pipeline writes itself", () => {
  expect(JSON.parse(String(graph.get("uploads-rule").inputs.eventPattern))).toMatchObject({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { object: { key: [{ prefix: "uploads/" }] } },
  });
});

test("an upload whose run can't be started goes to the dead-letter queue", () => {
  const { arn } = graph.get("uploads-on-upload-dlq").outputs;

  expect(graph.get("uploads-target").inputs.deadLetterConfig).toEqual({ arn });
  expect(graph.get("uploads-on-upload-invoke-config").inputs.destinationConfig).toEqual({
    onFailure: { destination: arn },
  });
});

test("each step writes below its own prefix, so that none starts a run; no step deletes", () => {
  expect(may("validate")).toEqual(["s3:GetObjectVersion *"]);
  expect(may("review")).toEqual([]);
  expect(may("thumbnail")).toEqual(["s3:GetObjectVersion *", "s3:PutObject thumbnails/*"]);
  expect(may("publish")).toEqual(["s3:GetObjectVersion *", "s3:GetObject *", "s3:PutObject public/*"]);
});

test("each width is made of the version that the run is about", () => {
  expect(States["each width"].ItemSelector).toEqual({
    "key.$": "$.key",
    "version.$": "$.version",
    "width.$": "$$.Map.Item.Value",
  });
});

test("uploads and thumbnails go by themselves, after every review and redrive; what is public stays", () => {
  const { rules } = graph.get("images-lifecycle").inputs;

  expect(rules).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ filter: { prefix: "uploads/" }, expiration: { days: 30 } }),
      expect.objectContaining({ filter: { prefix: "thumbnails/" }, expiration: { days: 30 } }),
    ]),
  );
  expect(rules).toHaveLength(4);
  expect(graph.get("images-versioning").inputs.versioningConfiguration).toEqual({ status: "Enabled" });
});

test("publishing tells other services of it on the shared bus, the account's own without a foundation", () => {
  expect(statements(graph, "publishing-publish-policy")).toContainEqual({
    effect: "Allow",
    actions: ["events:PutEvents"],
    resources: ["arn:aws:events:eu-west-1:123456789012:event-bus/default"],
  });
});

test("the runbook says what to do about every alarm", () =>
  checkRunbook(dir, { step: ["validate", "thumbnail", "review", "publish"] }));

import { describe, expect, test } from "vitest";
import {
  Bucket,
  Distribution,
  indexDocuments,
  redirects,
  securityHeaders,
} from "../../../../platform/index.ts";
import { errorOf } from "../../../support/index.ts";
import { refusal } from "../support.ts";

const handler = "src/handler.ts";

describe("functions that exclude each other", () => {
  test("on viewer events are named, both of them", async () => {
    const message = await refusal({
      viewer: [redirects({ "/a": "/b" }), "src/other.ts"],
      lambdaEdge: { "viewer-response": handler },
    });
    expect(message).toContain(
      'lambdaEdge["viewer-response"]: redirects, src/other.ts in viewer is a CloudFront Function',
    );
  });

  test("are found where a path has one of its own and the other from the distribution", async () => {
    const message = await errorOf(() => {
      const files = new Bucket("files");
      new Distribution("site", {
        origin: files,
        viewer: [indexDocuments()],
        paths: { "/app/*": { origin: files, lambdaEdge: { "viewer-request": handler } } },
      });
    });
    expect(message).toContain('paths["/app/*"].lambdaEdge["viewer-request"]: indexDocuments in viewer');
    expect(message).toContain("has 1 problem(s)");
  });

  test("at the origin are fine together, and security headers are no function at all", async () => {
    const origin = { viewer: [redirects({ "/a": "/b" })], lambdaEdge: { "origin-request": handler } };
    await expect(refusal(origin)).rejects.toThrow("the program ended well");
    const headers = { viewer: [securityHeaders()], lambdaEdge: { "viewer-request": handler } };
    await expect(refusal(headers)).rejects.toThrow("the program ended well");
  });
});

describe("Lambda@Edge", () => {
  const edge = (event: string, args: object) => refusal({ lambdaEdge: { [event]: { handler, ...args } } });

  test.each([
    ["environment", { A: "1" }],
    ["layers", ["arn:aws:lambda:us-east-1:123456789012:layer:a:1"]],
    ["vpc", true],
    ["reservedConcurrency", 1],
    ["provisionedConcurrency", 1],
    ["ephemeralStorage", 1024],
    ["architecture", "arm64"],
    ["tracing", "Active"],
    ["onFailure", {}],
    ["link", []],
  ])("has no %s", async (key, value) => {
    expect(await edge("origin-request", { [key]: value })).toContain(
      `lambdaEdge["origin-request"]: ${key}: Lambda@Edge has none ("Restrictions on Lambda@Edge")`,
    );
  });

  test.each([
    [
      "viewer-request",
      { timeout: 6 },
      "timeout: 6 given; whole numbers from 1 to 5 seconds at viewer-request",
    ],
    [
      "viewer-response",
      { memory: 256 },
      "memory: 256 given; whole numbers from 128 to 128 MB at viewer-response",
    ],
    [
      "origin-response",
      { timeout: 31 },
      "timeout: 31 given; whole numbers from 1 to 30 seconds at origin-response",
    ],
    [
      "origin-request",
      { memory: 10_241 },
      "memory: 10241 given; whole numbers from 128 to 10240 MB at origin-request",
    ],
    ["origin-response", { includeBody: true }, "includeBody: a response has no body of a request"],
    ["origin-request", { memry: 1 }, "memry: there is no such argument; did you mean memory?"],
    [
      "origin-request",
      { permissions: [{ actions: ["s3:*"], resources: [] }] },
      'the action "s3:*" has a "*"',
    ],
    ["viewer", {}, 'lambdaEdge: "viewer" given'],
  ])("at %s keeps to its limits %#", async (event, args, problem) => {
    expect(await edge(event, args)).toContain(problem);
  });

  test("runs Node.js and Python, and no container images or other programs", async () => {
    const code = { type: "go", dir: "go" };
    expect(await refusal({ lambdaEdge: { "origin-request": { code } } })).toContain(
      'code.type: "go" given; Lambda@Edge runs Node.js (handler) and "python".',
    );
  });
});

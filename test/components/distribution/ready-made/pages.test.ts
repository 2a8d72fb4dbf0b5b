import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { basicAuth, indexDocuments } from "../../../../platform/index.ts";
import { inputsOf } from "../../../support/index.ts";
import { edge, graphWith } from "../support.ts";

describe("basic authentication", () => {
  const credentials = Buffer.from("ada:correct horse").toString("base64");
  const store = { [createHash("sha256").update(credentials).digest("hex")]: "ada" };

  test("reads whom to let in from a key value store, which is empty at first: nothing secret is in code or plan", async () => {
    const graph = await graphWith([basicAuth()]);
    expect(inputsOf(graph, "site-store")).toEqual({ name: "shop-prod-site" });
    expect(inputsOf(graph, "site-viewer-request").keyValueStoreAssociations).toEqual([
      graph.get("site-store").outputs.arn,
    ]);
    expect(graph.of("aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey")).toEqual([]);
  });

  test("lets in who is known, and keeps the credentials from what is behind it", async () => {
    const { call } = await edge([basicAuth()]);
    const asked = await call({ uri: "/", headers: { authorization: `Basic ${credentials}` }, store });
    expect(asked.uri).toBe("/");
    expect(asked.headers).not.toHaveProperty("authorization");
  });

  test.each([
    [undefined],
    ["Basic "],
    [`Bearer ${credentials}`],
    [`Basic ${Buffer.from("ada:wrong").toString("base64")}`],
    ["Basic constructor"],
  ])("asks who brings %j", async (authorization) => {
    const { call } = await edge([basicAuth({ realm: "Staff" })]);
    const answer = await call({ headers: authorization === undefined ? {} : { authorization }, store });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers?.["www-authenticate"]?.value).toBe('Basic realm="Staff", charset="UTF-8"');
  });
});

test.each([
  ["/", "/index.html", "/index.html"],
  ["/docs", "/docs/index.html", "/index.html"],
  ["/docs/", "/docs/index.html", "/index.html"],
  ["/app.js", "/app.js", "/app.js"],
  ["/v1.2/docs", "/v1.2/docs/index.html", "/index.html"],
])("%s is answered by the document of its folder, or by the one page", async (uri, folder, single) => {
  expect((await (await edge([indexDocuments()])).call({ uri })).uri).toBe(folder);
  expect((await (await edge([indexDocuments({ singlePage: true })])).call({ uri })).uri).toBe(single);
});

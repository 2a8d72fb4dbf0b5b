import { describe, expect, it } from "vitest";
import { http } from "../../../platform/runtime/index.ts";
import { context, logLines, request } from "../support.ts";

/** "Working with binary media types for HTTP APIs": what isn't text comes in base64, and so do a form's fields. */
describe("A body without a schema", () => {
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  const given = async (content: Buffer, headers: Record<string, string> = {}) => {
    let body: unknown;
    const event = { ...request({ headers }), body: content.toString("base64"), isBase64Encoded: true };
    await http({}, async (given) => {
      body = given.body;
      return undefined;
    })(event, context());
    return body;
  };

  it.each([
    ["image/png", png],
    ["application/octet-stream", Buffer.from("plain")],
    ["multipart/form-data; boundary=x", Buffer.from("--x\r\n")],
    ["application/x-protobuf", png],
  ])("of type %s is its bytes", async (type, content) => {
    expect(await given(content, { "content-type": type })).toEqual(content);
  });

  it("is its bytes where it has no type, or is compressed", async () => {
    expect(await given(png)).toEqual(png);
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    expect(await given(png, headers)).toEqual(png);
  });

  it.each([
    "application/x-www-form-urlencoded",
    "application/json; charset=utf-8",
    "application/vnd.api+json",
    "image/svg+xml",
    "text/csv",
    "Text/Plain",
  ])("of type %s is its text", async (type) => {
    expect(await given(Buffer.from("grün=1"), { "content-type": type })).toBe("grün=1");
  });

  it("that can't be a response's says so", async () => {
    const lines = logLines();
    const handler = http({}, async () => ({ body: () => 1 }));
    expect((await handler(request(), context())).statusCode).toBe(500);
    expect(JSON.stringify(lines)).toContain("The response's body is a function; give what JSON can hold.");
  });
});

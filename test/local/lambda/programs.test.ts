import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { zip } from "../../../platform/components/function/bundle/zip.ts";
import { AssetValue } from "../../../platform/engine/graph/graph.ts";
import { local } from "../../../platform/local/index.ts";
import { Functions } from "../../../platform/local/lambda/functions.ts";
import type { LocalApp } from "../../../platform/local/local-app.ts";
import { Target } from "../../../platform/local/target.ts";
import { program, serviceFolder } from "../../support/folder.ts";
import { bringUp, fn, graph } from "../support.ts";

/** A custom runtime without a library or compiler: speaks the Runtime API by itself. */
const bootstrap = `#!${process.execPath}
const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2018-06-01/runtime/invocation/";
for (let count = 1; ; count++) {
  const next = await fetch(api + "next");
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const event = await next.json();
  console.log("got", JSON.stringify(event));
  if (event.sleep) await new Promise((done) => setTimeout(done, event.sleep));
  if (event.exit) process.exit(event.exit);
  const body = event.fail
    ? { errorType: "Own.Failed", errorMessage: event.fail }
    : { count, cwd: process.cwd(), handler: process.env._HANDLER, engine: process.env.AWS_EXECUTION_ENV };
  await fetch(api + id + (event.fail ? "/error" : "/response"), { method: "POST", body: JSON.stringify(body) });
}
`;

const folder = mkdtempSync(join(tmpdir(), "programs-"));
const archive = join(folder, "own.zip");
const code = new AssetValue({ kind: "file-archive", path: archive });
const own = { runtime: "provided.al2023", handler: "bootstrap", code };

let app: LocalApp;
beforeAll(async () => {
  const file = { name: "bootstrap", data: Buffer.from(bootstrap), executable: true };
  // A module, so that the program may await at its top.
  const manifest = { name: "package.json", data: Buffer.from('{ "type": "module" }') };
  writeFileSync(archive, zip([file, manifest]));
  app = await bringUp(() => [fn("own", { ...own, timeout: 3 }), fn("echo")], { otherLanguages: true });
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

const json = async (event: unknown) => {
  const result = await app.invoke("own", event);
  return { ...result, answer: JSON.parse(result.payload.toString("utf8")) };
};

describe("a custom runtime's own program", () => {
  test("is started from its archive, and stays warm", async () => {
    const first = await json({ a: 1 });
    const second = await json({ a: 2 });

    expect(first).toMatchObject({
      status: "ok",
      coldStart: true,
      answer: { count: 1, handler: "bootstrap" },
    });
    expect(second).toMatchObject({ status: "ok", coldStart: false, answer: { count: 2 } });
    expect(second.logs).toEqual(['got {"a":2}']);
  });

  test("finds no name of an engine in its environment, as on AWS", async () => {
    expect((await json({})).answer).not.toHaveProperty("engine");
  });

  test("fails an invocation in its own words, and goes on", async () => {
    const failed = await json({ fail: "no such order" });

    expect(failed).toMatchObject({
      status: "error",
      answer: { errorType: "Own.Failed", errorMessage: "no such order" },
    });
    expect(await json({})).toMatchObject({ status: "ok", coldStart: false });
  });

  test("is ended when it takes too long, or ends by itself; the next invocation starts it anew", async () => {
    expect(await json({ sleep: 60_000 })).toMatchObject({
      status: "error",
      answer: { errorType: "Sandbox.Timedout" },
    });
    expect(await json({ exit: 3 })).toMatchObject({
      status: "error",
      answer: { errorType: "Runtime.ExitError", errorMessage: expect.stringContaining("exit status 3") },
    });
    expect(await json({})).toMatchObject({ status: "ok", coldStart: true });
  });
});

test("a save that changes nothing about an archive leaves its processes as they are", async () => {
  const made = graph([fn("own", own)]);
  const target = await Target.open({ region: "eu-west-1", timing: "fast", port: 0, otherLanguages: true });
  try {
    await target.apply(made, folder);
    const functions = target.service(Functions);
    expect(functions.changed).toEqual(["own"]);
    await target.apply(made, folder);
    expect(functions.changed).toEqual([]);
  } finally {
    await target.stop();
  }
});

describe("a function that isn't run says why, at the start and to whoever invokes it", () => {
  const reasonOf = async (inputs: object, otherLanguages: boolean) => {
    await using other = await bringUp(() => [fn("own", { ...own, ...inputs })], { otherLanguages });
    const { status, payload } = await other.invoke("own");
    const [first] = other.unsupported;
    expect(status).toBe("error");
    expect(JSON.parse(payload.toString()).errorMessage).toBe(`own ${first?.instead}`);
    return first?.instead;
  };

  test("another language that wasn't asked for", async () => {
    expect(await reasonOf({}, false)).toBe("has the runtime provided.al2023: it is not run here.");
  });

  test("a language that this machine's tools can't run", async () => {
    expect(await reasonOf({ runtime: "java21" }, true)).toBe("has the runtime java21: it is not run here.");
  });

  test("code whose compiler is missing, with how to get it", async () => {
    const code = { type: "custom", dir: "own", build: ["no-such-compiler", "{out}"] };
    using service = serviceFolder({
      "own/main.txt": "",
      "index.ts": program(`new Function("own", { code: ${JSON.stringify(code)} });`),
    });
    await using other = await local(service.dir, { otherLanguages: true });
    const { payload } = await other.invoke("own");
    expect(JSON.parse(payload.toString()).errorMessage).toMatch(
      /^own has the runtime provided\.al2023: it is not run here\. .*there is no no-such-compiler on PATH.*Install/,
    );
  });

  test("code that nothing could build", async () => {
    const unbuilt = new AssetValue({ kind: "file-archive", path: join(folder, "unbuilt.zip") });
    expect(await reasonOf({ code: unbuilt }, true)).toContain("provided.al2023: it is not run here.");
  });
});

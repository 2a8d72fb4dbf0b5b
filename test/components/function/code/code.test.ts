import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";
import type { AssetValue } from "../../../../platform/engine/index.ts";
import type { FunctionArgs } from "../../../../platform/index.ts";
import { Function, Gateway } from "../../../../platform/index.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../../support/index.ts";

const of = (args: FunctionArgs) => graphOfProgram(() => void new Function("worker", args));
const functionOf = async (args: FunctionArgs) => inputsOf(await of(args), "worker-function");
const scorer = { type: "python", dir: "python", handler: "app.handler" } as const;
const quoter = { type: "java", dir: "java", handler: "Handler::handle" } as const;
const greeter = { type: "go", dir: "go" } as const;

describe("a function in another language", () => {
  test.each([
    [scorer, { runtime: "python3.13", handler: "app.handler" }],
    [{ ...scorer, runtime: "python3.14" }, { runtime: "python3.14" }],
    [quoter, { runtime: "java21", handler: "Handler::handle" }],
    [{ ...quoter, runtime: "java17" }, { runtime: "java17" }],
    [greeter, { runtime: "provided.al2023", handler: "bootstrap" }],
    [
      { type: "custom", dir: "go", build: ["make", "OUT={out}"] },
      { runtime: "provided.al2023", handler: "bootstrap" },
    ],
  ] as const)("%j has %j", async (code, expected) => {
    const inputs = await functionOf({ code });
    expect(inputs).toMatchObject({ architectures: ["arm64"], ...expected });
    expect(inputs.sourceCodeHash).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect((inputs.code as AssetValue).asset).toMatchObject({
      kind: "file-archive",
      path: expect.stringMatching(/builds[/\\][0-9a-f]{64}\.zip$/),
    });
  });

  test("has the role, the log group and the failure path of every function", async () => {
    const inputs = await functionOf({ code: scorer, memory: 1024 });
    expect(inputs).toMatchObject({
      name: "shop-prod-worker",
      memorySize: 1024,
      loggingConfig: { logGroup: "/aws/lambda/shop-prod-worker" },
    });
  });

  test("may answer a route, and is called by its folder", async () => {
    const graph = await graphOfProgram(
      () => void new Gateway("api", { routes: { "GET /score": { code: scorer } } }),
    );
    expect(inputsOf(graph, "api-python-function")).toMatchObject({ runtime: "python3.13" });
  });

  test("is updated when its sources or its architecture change, and only then", async () => {
    const [a, b, other] = await Promise.all([
      functionOf({ code: greeter }),
      functionOf({ code: greeter, memory: 256 }),
      functionOf({ code: greeter, architecture: "x86_64" }),
    ]);
    expect(b.sourceCodeHash).toBe(a.sourceCodeHash);
    expect(other.sourceCodeHash).not.toBe(a.sourceCodeHash);
  });
});

describe("on a machine without the tool that builds it", () => {
  const code = { type: "custom", dir: "go", build: ["no-such-compiler", "{out}"] } as const;

  test("a plan is made, with a warning that says what is missing", async () => {
    const { logs } = await graphOfProgram(() => void new Function("worker", { code }), { stage: "dev" });
    expect(logs.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^worker can't be deployed from this machine: there is no no-such-compiler on PATH to build go\. Install/,
      ),
    ]);
  });

  test("a deployment is refused, saying what to install", async () => {
    const error = await errorOf(() => void new Function("worker", { code }), {
      config: { "platform:offline": "false" },
    });
    expect(error).toMatch(
      /code: there is no no-such-compiler on PATH to build go\. Install no-such-compiler/,
    );
  });
});

describe("a build", () => {
  const folder = mkdtempSync(join(tmpdir(), "build-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const deployed = (...build: readonly [string, ...string[]]) =>
    graphOfProgram(() => void new Function("worker", { code: { type: "custom", dir: "go", build } }), {
      config: { "platform:offline": "false" },
    });
  const script = (text: string) => {
    const file = join(folder, `${text.length}.mjs`);
    writeFileSync(file, `import { writeFileSync } from "node:fs";\n${text}`);
    return [process.execPath, file, "{out}"] as const;
  };

  test("is what is deployed: its archive holds a bootstrap that Lambda may start", async () => {
    const graph = await deployed(...script('writeFileSync(process.argv[2] + "/bootstrap", "#!/bin/sh\\n");'));
    const { asset } = inputsOf(graph, "worker-function").code as AssetValue;
    const zip = readFileSync("path" in asset ? asset.path : "");
    expect(Object.keys(unzipSync(zip))).toEqual(["bootstrap"]);
    // In the central directory: made on Unix, a file that everybody may execute.
    const entry = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    expect(zip.readUInt32LE(entry + 38) >>> 16).toBe(0o100755);
  });

  test("that fails fails the deployment with the tool's own words", async () => {
    const failing = script('console.error("main.go:3: undefined: x"); process.exit(2);');
    await expect(deployed(...failing)).rejects.toThrow(/ended with 2:\s+main\.go:3: undefined: x/);
  });

  test("that makes no bootstrap is an error", async () => {
    await expect(deployed(...script("writeFileSync;"))).rejects.toThrow(/made no bootstrap/);
  });
});

describe("for the local target", () => {
  const config = { "platform:builds": "true" };
  const archiveOf = async (code: FunctionArgs["code"], wanted: Record<string, string> = config) => {
    const graph = await graphOfProgram(() => void new Function("worker", { code: code! }), {
      config: wanted,
      stage: "dev",
    });
    const { asset } = inputsOf(graph, "worker-function").code as AssetValue;
    return { path: "path" in asset ? asset.path : "", logs: graph.logs };
  };
  const writes = (text: string) => ["sh", "-c", `printf %s "${text}" > "$OUT/bootstrap"`] as const;

  test("code is built for the architecture of this machine, not for the function's", async () => {
    const build = writes("$ARCHITECTURE");
    const { path } = await archiveOf({ type: "custom", dir: "go", build });
    const other = await archiveOf({ type: "custom", dir: "go", build }, { "platform:offline": "false" });

    const built = Object.values(unzipSync(readFileSync(path))).map((bytes) =>
      new TextDecoder().decode(bytes),
    );
    expect(built).toEqual([process.arch === "arm64" ? "arm64" : "x86_64"]);
    expect(existsSync(other.path)).toBe(true);
  });

  test("nothing is built that it doesn't run", async () => {
    const build = ["sh", "-c", "exit 1"] as const;
    const { path } = await archiveOf({ ...quoter, build });
    expect(existsSync(path)).toBe(false);
  });

  test("a missing tool is a warning as in a plan", async () => {
    const { path, logs } = await archiveOf({ type: "custom", dir: "go", build: ["no-such-compiler"] });
    expect(existsSync(path)).toBe(false);
    expect(logs.map(({ message }) => message)).toEqual([
      expect.stringContaining("there is no no-such-compiler on PATH to build go"),
    ]);
  });
});

describe("what is refused", () => {
  test.each<[string, object, RegExp]>([
    [
      "a handler and other code",
      { handler: "src/handler.ts", code: scorer },
      /handler, code: both are given/,
    ],
    ["neither", {}, /handler: undefined given/],
    [
      "a kind that isn't known",
      { code: { type: "rust" } },
      /code\.type: "rust" given; one of these is expected/,
    ],
    ["an option that isn't known", { code: { ...scorer, dri: "x" } }, /code\.dri: .*did you mean dir\?/],
    [
      "a folder that isn't there",
      { code: { ...scorer, dir: "nowhere" } },
      /code\.dir: "nowhere".*no such folder/,
    ],
    ["a folder outside", { code: { ...scorer, dir: "../x" } }, /code\.dir: .*inside the service's folder/],
    [
      "a module that isn't there",
      { code: { ...scorer, handler: "no.handler" } },
      /code\.handler: .*no such file/,
    ],
    ["a handler without a function", { code: { ...scorer, handler: "app" } }, /a module and a function/],
    ["a runtime that is gone", { code: { ...scorer, runtime: "python3.8" } }, /code\.runtime: "python3\.8"/],
    ["another language's runtime", { code: { ...quoter, runtime: "python3.13" } }, /code\.runtime/],
    ["a class without a method", { code: { ...quoter, handler: "Handler" } }, /a class and a method/],
    ["Java without sources", { code: { ...quoter, dir: "python" } }, /no \.java file/],
    ["Go without a module", { code: { type: "go", dir: "java" } }, /no such file/],
    ["a program that isn't there", { code: { type: "custom", dir: "go" } }, /bootstrap".*no such file/],
    ["a command that is no list", { code: { type: "custom", dir: "go", build: "make" } }, /code\.build/],
    [
      "an archive that isn't there",
      { code: { type: "archive", file: "x.zip", handler: "a.b", runtime: "java21" } },
      /no such file/,
    ],
    [
      "an archive of no kind",
      { code: { type: "archive", file: "x.tar", handler: "a.b", runtime: "java21" } },
      /a \.zip or \.jar/,
    ],
    [
      "an image without a Dockerfile",
      { code: { type: "image", dir: "python" } },
      /Dockerfile".*no such file/,
    ],
    [
      "a transform of an image's parts",
      { handler: "src/handler.ts", transform: { image: {} } },
      /transform\.image: only a function with code of type "image"/,
    ],
  ])("%s", async (_what, args, message) => {
    expect(await errorOf(() => void new Function("worker", args as FunctionArgs))).toMatch(message);
  });
});

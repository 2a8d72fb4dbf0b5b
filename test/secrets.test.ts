import { spawn } from "node:child_process";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Graph, reveal, Secret } from "../platform/engine/index.ts";
import { planOf } from "../platform/fleet/plan/plan.ts";
import { planText } from "../platform/fleet/plan/text.ts";
import { findService } from "../platform/fleet/services.ts";
import { local } from "../platform/local/index.ts";
import { platformDir as root } from "../platform/values/places.ts";
import { program, serviceFolder } from "./support/folder.ts";
import { graphOf } from "./support/index.ts";
import { runByLanguageHost } from "./support/language-host.ts";

/** Nothing else in this repository or in a program's output is called this. */
const hush = "hush-6f1d0c";

const folder = serviceFolder({
  "Pulumi.dev.yaml": "config:\n  shop:hook: { secure: v1:abc:def }\n",
  "index.ts": program(`
    const hook = new Secret("hook", { value: pulumi.secret("${hush}-of-secret") });
    const token = new Parameter("token", { type: "SecureString", value: pulumi.secret("${hush}-of-parameter") });
    const own = new Secret("own", { value: new pulumi.Config().requireSecret("hook") });
    new Function("worker", { handler: "src/handler.ts", link: [hook, token, own.read] });
    export const shown = { secret: hook.secret.name, version: hook.version?.secretString, token: token.parameter.value };
    pulumi.log.info("a line of the program");`),
  // It needs nothing but what Node brings: the folder is outside of the repository.
  "src/handler.ts": `export const handler = async () => {
    console.log(JSON.stringify(process.env));
    return { environment: process.env };
  };`,
});
afterAll(() => folder[Symbol.dispose]());

/** A command as people run it; ended once it has printed what is waited for. */
function run(file: string, args: readonly string[], until?: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { cwd: root });
    let text = "";
    const read = (chunk: Buffer) => {
      text += chunk;
      if (until?.test(text)) child.kill("SIGINT");
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject).on("close", () => resolve(text));
  });
}

describe.each([
  ["in the engine's process", undefined],
  ["by the SDK's language host", runByLanguageHost],
])("a program that runs %s", (_, run) => {
  let made: Promise<Graph> | undefined;
  const once = () => {
    made ??= graphOf(findService(folder.dir), run && { run });
    return made;
  };

  test("keeps its secrets as secrets in the graph, which is how Pulumi encrypts them in the state", async () => {
    const graph = await once();
    expect(graph.get("hook-version").inputs.secretString).toBeInstanceOf(Secret);
    expect(reveal(graph.get("hook-version").inputs.secretString)).toBe(`${hush}-of-secret`);
    expect(graph.get("token-parameter").inputs.value).toBeInstanceOf(Secret);
    expect(graph.get("own-version").inputs.secretString).toBeInstanceOf(Secret);
  });

  test("shows none of them in its graph, however it is printed, nor in its plan", async () => {
    const graph = await once();
    const printed = [
      JSON.stringify(graph),
      inspect(graph, { depth: 20, maxStringLength: null, maxArrayLength: null }),
      JSON.stringify(planOf(graph)),
      planText(planOf(graph)),
      planText(planOf(graph), { full: true }),
      ...graph.resources.map(String),
      JSON.stringify(graph.logs),
    ].join("\n");
    expect(printed).toContain("[secret]");
    expect(printed).toContain("hook-version");
    expect(printed).not.toContain(hush);
  });

  test("puts none of them into a function's environment", async () => {
    const graph = await once();
    const environment = JSON.stringify(reveal(graph.get("worker-function").inputs.environment));
    expect(environment).toContain("HOOK_SECRET_ARN");
    expect(environment).toContain("/shop/dev/token");
    expect(environment).not.toContain(hush);
  });
});

describe.concurrent("no secret is printed", () => {
  test.each([[[]], [["--full"]], [["--json"]]])("by npm run plan with %j", async (flags) => {
    const text = await run("platform/commands/plan.ts", [folder.dir, ...flags]);
    expect(text).toContain("[secret]");
    expect(text).not.toContain(hush);
  });

  test.each([[[]], [["--json"]]])("by npm run dev with %j", async (flags) => {
    const text = await run(
      "platform/commands/dev.ts",
      [folder.dir, "--port", "0", ...flags],
      /ready|Ctrl-C/i,
    );
    expect(text).toMatch(/ready|Ctrl-C/i);
    expect(text).not.toContain(hush);
  });
});

describe("a local app", () => {
  const lines: string[] = [];
  let app: Awaited<ReturnType<typeof local>>;
  beforeAll(async () => {
    app = await local(folder.dir, { onLog: ({ text }) => lines.push(text) });
  });
  afterAll(() => app.stop());

  test("gives its functions names and ARNs, and logs no secret", async () => {
    const result = await app.invoke("worker", {});
    const text = JSON.stringify(result);
    expect(text).toContain("HOOK_SECRET_ARN");
    expect(lines.join("\n")).toContain("HOOK_SECRET_ARN");
    expect(text + lines.join("\n") + inspect(app, { depth: 5 })).not.toContain(hush);
    expect(app.unsupported.map(({ name }) => name)).toEqual(["shop-dev-own"]);
  });
});

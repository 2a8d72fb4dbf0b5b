import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Example } from "../../generators/init/examples.ts";
import { AssetValue } from "../../platform/engine/index.ts";
import { graphOf } from "../../platform/fleet/graph-of.ts";
import { type LocalApp, local } from "../../platform/local/index.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { program, serviceFolder } from "../support/folder.ts";
import { without } from "../support/index.ts";

/** The event of an example, as its folder has it. */
const eventOf = (service: Example, name: string) =>
  JSON.parse(readFileSync(join(root, "services", service, "events", `${name}.json`), "utf8"));

const answerOf = ({ payload }: { readonly payload: Buffer }) => JSON.parse(payload.toString("utf8"));

describe.skipIf(without("go-greeter"))("go-greeter on localhost, built by Go for this machine", () => {
  let app: LocalApp;
  beforeAll(async () => {
    app = await local("go-greeter", { otherLanguages: true });
  });
  afterAll(() => app?.stop());

  test("answers its route, first cold and then warm", async () => {
    expect(app.unsupported).toEqual([]);
    const response = await fetch(`${app.url}/greetings/Ada`);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ greeting: "Hello, Ada!" });
    expect(await app.invoke("api-greeter", eventOf("go-greeter", "greet"))).toMatchObject({
      status: "ok",
      coldStart: false,
    });
  });

  test("refuses a name that is too long", async () => {
    expect((await fetch(`${app.url}/greetings/${"a".repeat(41)}`)).status).toBe(400);
  });

  test("fails on what is no request at all, in its own words, and goes on", async () => {
    const failed = await app.invoke("api-greeter", Buffer.from("[]"));

    expect(failed.status).toBe("error");
    expect(answerOf(failed)).toMatchObject({
      errorType: "Greeter.Failed",
      errorMessage: expect.stringContaining("the event is no request"),
    });
    expect(failed.logs.join()).toContain('"msg":"The invocation failed"');
    expect(await app.invoke("api-greeter", eventOf("go-greeter", "greet"))).toMatchObject({
      status: "ok",
      coldStart: false,
    });
  });
});

describe.skipIf(without("python-scorer"))(
  "python-scorer on localhost, by the python3 of this machine",
  () => {
    let app: LocalApp;
    beforeAll(async () => {
      app = await local("python-scorer", { otherLanguages: true });
    });
    afterAll(() => app?.stop());
    const post = (body: string) =>
      fetch(`${app.url}/scores`, { method: "POST", headers: { "content-type": "application/json" }, body });

    test("answers its route as the handler promises, and a bad payment with 400", async () => {
      expect(await (await post(eventOf("python-scorer", "score").body)).json()).toEqual({
        score: 0.9931,
        model: "2026-01",
      });
      expect((await post('{"amount": "much"}')).status).toBe(400);
    });

    test("says an error's type, message and where it was raised, and goes on", async () => {
      const failed = await app.invoke("api-scorer", Buffer.from("[]"));

      expect(failed.status).toBe("error");
      expect(answerOf(failed)).toMatchObject({
        errorType: "AttributeError",
        errorMessage: "'list' object has no attribute 'get'",
        stackTrace: expect.arrayContaining([expect.stringContaining("app.py")]),
      });
      expect(await app.invoke("api-scorer", eventOf("python-scorer", "score"))).toMatchObject({
        status: "ok",
        coldStart: false,
      });
    });
  },
);

describe("a Python function on localhost", () => {
  const invoked = async (source: string) => {
    const code = { type: "python", dir: "worker", handler: "app.handler" };
    using folder = serviceFolder({
      "worker/app.py": source,
      "index.ts": program(`new Function("worker", { code: ${JSON.stringify(code)}, timeout: 1 });`),
    });
    await using app = await local(folder.dir, { otherLanguages: true });
    const result = await app.invoke("worker", {});
    return { answer: answerOf(result), requestId: result.requestId, logs: result.logs };
  };

  test("gets Lambda's context, and what it prints and warns of is logged", async () => {
    const { answer, requestId, logs } = await invoked(`import logging

def handler(event, context):
    print("printed")
    logging.warning("warned")
    left = context.get_remaining_time_in_millis()
    return [context.function_name, context.aws_request_id, 0 < left <= 1000]
`);
    expect(answer).toEqual(["shop-dev-worker", requestId, true]);
    expect(logs).toEqual(["printed", "[WARNING]\twarned"]);
  });

  test("whose module can't be loaded fails, and says which import was missing", async () => {
    expect((await invoked("import no_such_module")).answer).toMatchObject({
      errorType: "Runtime.ImportModuleError",
      errorMessage: "No module named 'no_such_module'",
    });
  });

  test("that takes too long is ended", async () => {
    const source = "import time\n\ndef handler(event, context):\n    time.sleep(60)\n";
    expect((await invoked(source)).answer).toMatchObject({ errorType: "Sandbox.Timedout" });
  });
});

describe.skipIf(without("java-quoter"))("java-quoter's classes, as javac makes them for a deployment", () => {
  const dir = mkdtempSync(join(tmpdir(), "java-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const caller = join(dir, "Call.java");

  beforeAll(async () => {
    const graph = await graphOf("java-quoter", { config: { "platform:offline": "false" } });
    const { code } = graph.get("quoter-function").inputs;
    const asset = code instanceof AssetValue ? code.asset : undefined;
    if (asset?.kind !== "file-archive") throw new Error("There is no archive");
    for (const [name, bytes] of Object.entries(unzipSync(readFileSync(asset.path)))) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), bytes);
    }
    // Lambda makes a map of the event's JSON; whole numbers in it are Integers.
    writeFileSync(
      caller,
      `public class Call {
    public static void main(String[] args) {
        System.out.print(new quotes.Handler().handle(java.util.Map.of(
            "sumInsuredCents", Integer.valueOf(args[0]),
            "age", Integer.valueOf(args[1]),
            "smoker", Boolean.valueOf(args[2]))).get("premiumCents"));
    }
}
`,
    );
  });

  const premiumOf = async (more: object = {}) => {
    const { sumInsuredCents, age, smoker } = { ...eventOf("java-quoter", "quote"), ...more };
    const args = ["-cp", dir, caller, ...[sumInsuredCents, age, smoker].map(String)];
    return Number((await promisify(execFile)("java", args)).stdout);
  };

  test("answer as the handler promises", async () => {
    const premium = 10_000_000 * 0.0012 * 1.061 ** 22;
    expect(await premiumOf()).toBe(Math.round(premium));
    expect(await premiumOf({ smoker: true })).toBe(Math.round(premium * 1.9));
  });

  test("refuse what is no request", async () => {
    await expect(premiumOf({ age: 17 })).rejects.toThrow("age: 17 given; whole numbers from 18");
  });
});

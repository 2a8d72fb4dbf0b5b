import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { FunctionSettings } from "../../../platform/components/function/args.ts";
import { sharedLayer } from "../../../platform/components/function/bundle/bundle.ts";
import { layerRoot } from "../../../platform/components/function/bundle/shared.ts";
import { AssetValue } from "../../../platform/engine/index.ts";
import { configIn, findService } from "../../../platform/fleet/services.ts";
import { Cron, Function, type FunctionArgs } from "../../../platform/index.ts";
import {
  errorOf,
  graphOf,
  graphOfProgram,
  inputsOf,
  type ProgramOptions,
  without,
} from "../../support/index.ts";

const handler = "src/handler.ts";
const arn = "arn:aws:lambda:eu-west-1:123456789012:layer:foundation-prod-shared:7";
const other = "arn:aws:lambda:eu-west-1:123456789012:layer:certificates:3";

/** A stack with a foundation whose layer is `layer`, or the one that functions are bundled for. */
async function founded(defaults: object = {}, layer?: object): Promise<ProgramOptions> {
  const { hash } = await sharedLayer();
  return {
    config: { "shop:defaults": JSON.stringify({ foundation: { stack: "acme/foundation" }, ...defaults }) },
    stackReferences: {
      "acme/foundation/prod": {
        alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:alarms",
        sharedLayer: layer ?? { arn, hash },
      },
    },
  };
}

const worker = (args: object) => () => void new Function("worker", { handler, ...args } as FunctionArgs);
const codeOf = async (args: object, options: ProgramOptions) => {
  const { code } = (await graphOfProgram(worker(args), options)).get("worker-function").inputs;
  return code instanceof AssetValue && code.asset.kind === "file-archive" ? code.asset.path : "";
};
const text = (archive: string) =>
  Object.values(unzipSync(readFileSync(archive)))
    .map((data) => Buffer.from(data).toString())
    .join("\n");

describe("by default a function", () => {
  test("has all of its code in its bundle and no layer, with a foundation as without", async () => {
    const options = await founded();
    expect(inputsOf(await graphOfProgram(worker({}), options), "worker-function").layers).toBeUndefined();
    expect(await codeOf({}, options)).toBe(await codeOf({}, {}));
    expect(text(await codeOf({}, options))).not.toContain(layerRoot);
  });
});

describe("with sharedLayer a function", () => {
  test("has the foundation's layer, before its others, and leaves its part out of the bundle", async () => {
    const options = await founded();
    const graph = await graphOfProgram(worker({ sharedLayer: true, layers: [other] }), options);
    expect(inputsOf(graph, "worker-function").layers).toEqual([arn, other]);
    const streams = { handler: "src/stream.ts" };
    expect(text(await codeOf({ ...streams, sharedLayer: true }, options))).toContain(layerRoot);
    expect(text(await codeOf(streams, options))).not.toContain(layerRoot);
  });

  test.each<[FunctionSettings, unknown, unknown]>([
    [{ sharedLayer: true }, [arn], [arn]],
    [{ sharedLayer: false }, undefined, undefined],
    [{}, undefined, [arn]],
    [{ layers: [other] }, [other], [arn, other]],
  ])("may be so for a whole stack, above which %j is", async (args, off, on) => {
    const layers = async (sharedLayer: boolean) => {
      const options = await founded({ function: { sharedLayer } });
      return inputsOf(await graphOfProgram(worker(args), options), "worker-function").layers;
    };
    expect(await layers(false)).toEqual(off);
    expect(await layers(true)).toEqual(on);
  });

  test("may be a component's own", async () => {
    const program = () => void new Cron("nightly", { handler, schedule: "rate(1 day)", sharedLayer: true });
    const graph = await graphOfProgram(program, await founded());
    expect(inputsOf(graph, "nightly-handler-function").layers).toEqual([arn]);
  });

  test.skipIf(without("python-scorer"))(
    "of another language stays as it is when the stack turns it on",
    async () => {
      const config = {
        defaults: JSON.stringify({
          foundation: { stack: "foundation" },
          function: { sharedLayer: true, layers: [other] },
        }),
      };
      const graph = await graphOf("python-scorer", { stage: "prod", config });
      expect(graph.of("aws:lambda/function:Function").map(({ inputs }) => inputs.layers)).toEqual([[other]]);
    },
  );
});

describe("sharedLayer is refused", () => {
  test("without a foundation, with what to do", async () => {
    expect(await errorOf(worker({ sharedLayer: true }))).toContain(
      "  - sharedLayer: there is no foundation that has the layer; deploy it and set defaults.foundation.stack, or leave this false.",
    );
  });

  test("as a sixth layer", async () => {
    const message = await errorOf(
      worker({ sharedLayer: true, layers: Array(5).fill(other) }),
      await founded(),
    );
    expect(message).toContain("  - layers: 5 given, and the shared layer is one more; 5 are allowed.");
  });

  test("for code that isn't bundled", async () => {
    const code = { type: "python", dir: "src", handler: "a.handler" };
    const message = await errorOf(worker({ handler: undefined, code, sharedLayer: true }), await founded());
    expect(message).toContain('  - sharedLayer: code of type "python" isn\'t bundled');
  });

  test("where it is no boolean", async () => {
    expect(await errorOf(worker({ sharedLayer: "yes" }), await founded())).toContain(
      '  - sharedLayer: "yes" given; true and false are allowed.',
    );
  });

  test.each([
    [{ arn, hash: "older" }, "The foundation has another shared layer than the one that functions"],
    [null, "The foundation has no shared layer, and not the one that functions"],
  ])("when the foundation's is %j, by name of the command to run first", async (layer, sentence) => {
    const options = await founded();
    const stackReferences = {
      "acme/foundation/prod": {
        alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:alarms",
        sharedLayer: layer,
      },
    };
    const message = await errorOf(worker({ sharedLayer: true }), { ...options, stackReferences });
    expect(message).toContain(sentence);
    expect(message).toContain("Deploy the foundation from this commit first: pulumi up --stack prod");
  });

  test("not in a preview, which may show what comes after the foundation; it warns once", async () => {
    const options = { ...(await founded({}, { arn, hash: "older" })), preview: true };
    const program = () => {
      worker({ sharedLayer: true })();
      void new Function("second", { handler, sharedLayer: true });
    };
    const graph = await graphOfProgram(program, options);
    const warnings = graph.logs.filter(({ message }) => !message.startsWith("No account is named"));
    expect(warnings.map(({ severity, message }) => [severity, message])).toEqual([
      ["warning", expect.stringContaining("Deploy the foundation from this commit first")],
    ]);
    expect(inputsOf(graph, "worker-function").layers).toEqual([arn]);
  });
});

test.skipIf(without("users-api"))(
  "plans with a foundation need none that is deployed: its own program says what it would have",
  async () => {
    const config = {
      defaults: JSON.stringify({ foundation: { stack: "foundation" }, function: { sharedLayer: true } }),
    };
    const graph = await graphOf("users-api", { stage: "prod", config });
    const region = configIn(findService("users-api"), "prod")["aws:region"];
    const functions = graph.of("aws:lambda/function:Function").map(({ inputs }) => inputs.layers);
    expect(new Set(functions.flat())).toEqual(
      new Set([`arn:aws:lambda:${region}:123456789012:layer:foundation-prod-shared:1`]),
    );
    const [alarm] = graph.of("aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(alarm?.inputs.alarmActions).toEqual([`arn:aws:sns:${region}:123456789012:foundation-prod-alarms`]);
  },
);

test.skipIf(without("users-api"))(
  "a foundation that isn't this repository's is asked for by name",
  async () => {
    const config = { defaults: JSON.stringify({ foundation: { stack: "acme/elsewhere" } }) };
    await expect(graphOf("users-api", { stage: "prod", config })).rejects.toThrow(
      "the outputs of stack acme/elsewhere/prod, which are not known offline",
    );
  },
);

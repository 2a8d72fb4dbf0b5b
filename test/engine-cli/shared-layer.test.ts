import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { platformDir as root } from "../../platform/values/places.ts";
import { without } from "../support/index.ts";
import { Workspace } from "./cli.ts";

interface Deployed {
  readonly deployment: {
    readonly resources: readonly {
      readonly type: string;
      readonly inputs: { readonly layers?: readonly string[]; readonly sourceCodeHash?: string };
      readonly outputs: { readonly sharedLayer?: { readonly arn: string; readonly hash: string } };
    }[];
  };
}

test.skipIf(without("users-api"))(
  "with the real pulumi CLI, functions get the foundation's layer, and none but the one they are bundled for",
  async () => {
    const workspace = new Workspace();
    onTestFinished(() => workspace.remove());
    const up = (dir: string, ...flags: string[]) =>
      workspace.pulumi(dir, "up", "--yes", "--skip-preview", ...flags);
    const resources = async (dir: string) =>
      (JSON.parse(await workspace.pulumi(dir, "stack", "export")) as Deployed).deployment.resources;
    const sharedIn = async (dir: string) =>
      (await resources(dir)).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs.sharedLayer;

    const foundation = await workspace.stack(".", "prod");
    await workspace.pulumi(foundation, "config", "set", "aws:region", "eu-west-1");
    await up(foundation);
    const first = await sharedIn(foundation);

    const name = "services/users-api";
    cpSync(join(root, name), join(workspace.dir, name), { recursive: true });
    const service = await workspace.stack(name, "prod");
    for (const [setting, value] of [
      ["defaults.foundation.stack", "foundation"],
      ["defaults.function.sharedLayer", "true"],
    ] as const)
      await workspace.pulumi(service, "config", "set", "--path", setting, value);
    await up(service);
    const functions = (await resources(service)).filter(
      ({ type }) => type === "aws:lambda/function:Function",
    );
    expect(functions.map(({ inputs }) => inputs.layers)).toEqual(functions.map(() => [first?.arn]));
    await up(service, "--expect-no-changes");

    // The SDK changes: the service waits for the foundation, and follows it.
    const manifest = join(workspace.dir, "package.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/ *"@aws-sdk\/client-sns": .*\n/, ""));
    const refusal = /The foundation has another shared layer[\s\S]*pulumi up --stack prod/;
    expect(await workspace.pulumi(service, "preview")).toMatch(refusal);
    await expect(up(service)).rejects.toThrow(refusal);
    await up(foundation);
    expect((await sharedIn(foundation))?.hash).not.toBe(first?.hash);
    await up(service);
  },
);

import * as pulumi from "@pulumi/pulumi";
import { foundationLayer } from "../../core/foundation.ts";
import { perProgram } from "../../core/per-program.ts";
import type { Defaults } from "../../settings.ts";
import { checkTexts } from "../../values/problems.ts";
import { sharedLayer } from "./bundle/bundle.ts";
import type { CodeArgs } from "./code/index.ts";

/** Layers of a function, all together. Source: "Lambda quotas". */
const maxLayers = 5;

/** Whether a function takes shared code from the layer: only bundled handlers can. */
const usesLayer = (args: CodeArgs, { sharedLayer }: Defaults["function"]): boolean =>
  sharedLayer === true && args.code === undefined;

/** Everything wrong with a function's layers. */
export function layerProblems(args: CodeArgs & { readonly sharedLayer?: boolean }, all: Defaults): string[] {
  const { layers } = all.function;
  const shared = usesLayer(args, all.function);
  return [
    ...checkTexts("layers", layers),
    ...(layers.length + (shared ? 1 : 0) > maxLayers
      ? [
          `layers: ${layers.length} given${shared ? ", and the shared layer is one more" : ""}; ${maxLayers} are allowed.`,
        ]
      : []),
    ...(args.sharedLayer === true && args.code !== undefined
      ? [
          `sharedLayer: code of type "${args.code.type}" isn't bundled, so nothing of it can come from the layer; leave it out.`,
        ]
      : []),
    ...(shared && all.foundation.stack === ""
      ? [
          "sharedLayer: there is no foundation that has the layer; deploy it and set defaults.foundation.stack, or leave this false.",
        ]
      : []),
  ];
}

/** The layers of a function; undefined where it has none. */
export function functionLayers(
  args: CodeArgs,
  settings: Defaults["function"],
): pulumi.Input<string[]> | undefined {
  const shared = usesLayer(args, settings) ? layerArn() : undefined;
  if (shared) return shared.apply((arn) => [...(arn === undefined ? [] : [arn]), ...settings.layers]);
  return settings.layers.length > 0 ? [...settings.layers] : undefined;
}

/** ARN of the foundation's layer once it is known to hold what bundles leave out; looked up once per program. */
const layerArn = perProgram((): pulumi.Output<string | undefined> | undefined => {
  const foundations = foundationLayer();
  return (
    foundations &&
    pulumi.all([foundations, sharedLayer()]).apply(([deployed, own]) => {
      if (deployed?.hash !== own.hash)
        refuse(deployed ? "another shared layer than" : "no shared layer, and not");
      return deployed?.arn;
    })
  );
});

/** A preview only warns: it may show what comes after the foundation. */
function refuse(what: string): void {
  const message =
    `The foundation has ${what} the one that functions of this repository are bundled for. ` +
    `Deploy the foundation from this commit first: pulumi up --stack ${pulumi.getStack()}, in the root of the repository.`;
  if (!pulumi.runtime.isDryRun()) throw new pulumi.RunError(message);
  void pulumi.log.warn(message);
}

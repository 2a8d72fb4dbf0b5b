import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sharedLayer as bundleLayer } from "../components/function/bundle/bundle.ts";
import { layerLicense } from "../components/function/bundle/shared-layer.ts";
import { nameOf } from "../core/component.ts";
import { settingsOf } from "../core/settings.ts";

/** The layer that functions with `defaults.function.sharedLayer` take. */
export async function createSharedLayer() {
  const shared = await bundleLayer();
  const layer = new aws.lambda.LayerVersion("shared-layer", {
    layerName: nameOf("layer", "shared"),
    description: "The AWS SDK and the tracer, for functions that leave them out of their bundles",
    code: new pulumi.asset.FileArchive(shared.archive),
    sourceCodeHash: shared.hash,
    compatibleRuntimes: [settingsOf(undefined).function.runtime],
    // Nothing in it is native code.
    compatibleArchitectures: ["arm64", "x86_64"],
    licenseInfo: layerLicense,
    // Functions that aren't deployed again yet use an older version, and one that is deleted can't be set any more.
    skipDestroy: true,
  });
  return { arn: layer.arn, hash: shared.hash };
}

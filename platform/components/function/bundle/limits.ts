import type { Archive } from "./zip.ts";

/** Megabytes of a deployment package: zipped as uploaded directly, and unzipped with its layers. Source: "Lambda quotas". */
const limits = { zip: 50, raw: 250 };

/** A problem for each limit that an archive exceeds; `layerBytes` is what the shared layer adds to it unzipped. */
export function checkSize(bytes: Archive["bytes"], layerBytes = 0): string[] {
  const all = { zip: bytes.zip, raw: bytes.raw + layerBytes };
  const unzipped = layerBytes > 0 ? "unzipped with the shared layer" : "unzipped";
  return (["zip", "raw"] as const)
    .filter((kind) => all[kind] > limits[kind] * 2 ** 20)
    .map(
      (kind) =>
        `It is ${(all[kind] / 2 ** 20).toFixed(1)} MB ${kind === "zip" ? "zipped" : unzipped}; Lambda takes at ` +
        `most ${limits[kind]} MB. Import less, or move data to S3 or into a layer.`,
    );
}

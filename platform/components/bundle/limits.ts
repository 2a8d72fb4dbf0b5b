import type { Bundle } from "../bundle.ts";

/** Megabytes of a deployment package: zipped as uploaded directly, and unzipped. Source: "Lambda quotas". */
const limits = { zip: 50, raw: 250 };

/** What is too large about a bundle, in words. */
export function checkSize(bytes: Bundle["bytes"]): string[] {
  return (["zip", "raw"] as const)
    .filter((kind) => bytes[kind] > limits[kind] * 2 ** 20)
    .map(
      (kind) =>
        `It is ${(bytes[kind] / 2 ** 20).toFixed(1)} MB ${kind === "zip" ? "zipped" : "unzipped"}; Lambda takes at ` +
        `most ${limits[kind]} MB. Import less, or move data to S3 or into a layer (\`external\`).`,
    );
}

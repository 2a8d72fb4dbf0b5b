import { existsSync, readdirSync, statSync } from "node:fs";
import { extname, join, relative, resolve, sep } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Component, Transform } from "../../core/component.ts";

/** Each file is a resource: more make every `pulumi up` slow, and belong to `aws s3 sync`. */
const maxFiles = 1_000;

/** Source: "Media Types" (IANA). */
const contentTypes: Readonly<Record<string, string>> = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/vnd.microsoft.icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

const contentTypeOf = (key: string): string =>
  contentTypes[extname(key).toLowerCase()] ?? "application/octet-stream";

/** Keys of the files below a folder, sorted: paths with slashes. Hidden files stay out, but for `.well-known`. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((key) => !key.split("/").some((part) => part.startsWith(".") && part !== ".well-known"))
    .sort();
}

/** Problems with the folder whose files are put into a bucket. */
export function fileProblems(folder: unknown, dir: string): string[] {
  if (folder === undefined) return [];
  const wanted = `files: ${JSON.stringify(folder)} given; a folder inside the service's is expected, such as "public".`;
  if (typeof folder !== "string" || folder === "") return [wanted];
  const path = resolve(dir, folder);
  if (!path.startsWith(resolve(dir) + sep)) return [wanted];
  if (!existsSync(path) || !statSync(path).isDirectory()) return [`files: there is no folder ${folder}.`];
  const count = filesIn(path).length;
  if (count === 0) return [`files: ${folder} has no files; put some there, or leave it out.`];
  return count > maxFiles
    ? [`files: ${folder} has ${count}; up to ${maxFiles} are deployed so. Put more there by \`aws s3 sync\`.`]
    : [];
}

/** An object for each file of a folder, by its path. */
export function createBucketFiles(
  component: Component,
  name: string,
  { folder, bucket, cacheControl }: { folder: string; bucket: pulumi.Input<string>; cacheControl: string },
  transform: Transform<aws.s3.BucketObjectv2Args> | undefined,
): aws.s3.BucketObjectv2[] {
  const path = resolve(pulumi.getRootDirectory(), folder);
  return filesIn(path).map(
    (key) =>
      new aws.s3.BucketObjectv2(
        `${name}-${key}`,
        ...component.part(transform, {
          bucket,
          key,
          source: new pulumi.asset.FileAsset(join(path, key)),
          contentType: contentTypeOf(key),
          cacheControl,
        }),
      ),
  );
}

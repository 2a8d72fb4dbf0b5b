import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { sha256 } from "../bundle/zip.ts";
import type { CodeKind } from "./kind.ts";
import { checkPath } from "./paths.ts";

/** A zip or jar made elsewhere, such as one that AWS Signer signed. */
export interface ArchiveCode {
  readonly type: "archive";
  /** The file, relative to the service's folder. */
  readonly file: `${string}.zip` | `${string}.jar`;
  /** The handler's name in the runtime's own form: `index.handler`, `app.handler`, `quotes.Handler::handle`, `bootstrap`. */
  readonly handler: string;
  /** Identifier of the runtime: `java21`. */
  readonly runtime: string;
}

/** An archive as it is. */
export const archive: CodeKind<ArchiveCode> = {
  options: ["file", "handler", "runtime"],
  problems: ({ file, handler, runtime }, dir) => [
    ...(/\.(zip|jar)$/.test(String(file))
      ? checkPath("code.file", file, dir, { file: "dist/code.zip" })
      : [`code.file: ${JSON.stringify(file)} given; a .zip or .jar is expected, such as "dist/code.zip".`]),
    ...(handler
      ? []
      : ['code.handler: it is missing; give what the runtime calls, such as "index.handler".']),
    ...(/^(nodejs|python|java|dotnet|ruby|provided)[\w.]*$/.test(String(runtime))
      ? []
      : [
          `code.runtime: ${JSON.stringify(runtime)} given; a runtime's identifier is expected, such as "java21".`,
        ]),
  ],
  runtime: ({ runtime }) => runtime,
  inputs: ({ file, handler, runtime }, { dir }) => {
    const path = join(dir, file);
    return {
      runtime,
      handler,
      code: new pulumi.asset.FileArchive(path),
      sourceCodeHash: sha256(readFileSync(path)).toString("base64"),
    };
  },
};

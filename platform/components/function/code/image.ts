import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../../core/component.ts";
import type { CodeKind } from "./kind.ts";
import { checkPath } from "./paths.ts";
import { filesBelow, hashOf } from "./sources.ts";

/** A container image, built from a Dockerfile and kept in a repository of the function's own. */
export interface ImageCode {
  readonly type: "image";
  /** Folder of the Dockerfile and of all it copies: the build's context. */
  readonly dir: string;
  /** Default: `Dockerfile`. */
  readonly dockerfile?: string;
  /** Stage of the Dockerfile to build. Default: its last. */
  readonly target?: string;
  /** Build arguments; no secrets, the image keeps them. */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** In place of the image's CMD. */
  readonly command?: readonly string[];
  /** In place of the image's ENTRYPOINT. */
  readonly entryPoint?: readonly string[];
}

/** Docker's names of Lambda's architectures. */
const platforms = { arm64: "linux/arm64", x86_64: "linux/amd64" } as const;

/** Loaded by the first image: importing it takes longer than the whole of a service without one. */
let loaded: typeof Awsx | undefined;
const awsx = (): typeof Awsx => {
  loaded ??= createRequire(import.meta.url)("@pulumi/awsx") as typeof Awsx;
  return loaded;
};

/** An image by `awsx.ecr`, tagged by its sources and referred to by its digest. */
export const image: CodeKind<ImageCode> = {
  options: ["dir", "dockerfile", "target", "buildArgs", "command", "entryPoint"],
  parts: ["repository", "image"],
  problems: ({ dir: folder, dockerfile = "Dockerfile" }, dir) => {
    const wrong = checkPath("code.dir", folder, dir, { folder: "renderer" });
    return wrong.length > 0
      ? wrong
      : checkPath("code.dockerfile", `${folder}/${dockerfile}`, dir, { file: "renderer/Dockerfile" });
  },
  runtime: () => undefined,
  inputs(code, { component, name, dir, settings, transform }) {
    const { ecr } = awsx();
    const { buildArgs, command, entryPoint, target } = code;
    const platform = platforms[settings.architecture];
    const repository = new ecr.Repository(
      `${name}-repository`,
      ...remote(
        component.part(transform.repository, {
          name: nameOf("repository", name),
          imageTagMutability: "IMMUTABLE",
          imageScanningConfiguration: { scanOnPush: true },
          // The sources are the original; with images in it a repository couldn't be destroyed.
          forceDelete: true,
          lifecyclePolicy: {
            rules: [
              {
                description: `Keeps the last ${settings.imagesKept} images`,
                tagStatus: "any" as const,
                maximumNumberOfImages: settings.imagesKept,
              },
            ],
          },
        }),
      ),
    );
    const sources = hashOf(filesBelow(join(dir, code.dir)), JSON.stringify([buildArgs, target, platform]));
    const built = new ecr.Image(
      `${name}-image`,
      ...remote(
        component.part(transform.image, {
          repositoryUrl: repository.url,
          // Relative: the same on every machine.
          context: `./${code.dir}`,
          dockerfile: `./${code.dir}/${code.dockerfile ?? "Dockerfile"}`,
          args: buildArgs && { ...buildArgs },
          target,
          platform,
          // A tag can be written once: sources that change get another, the same sources find theirs.
          imageTag: Buffer.from(sources, "base64").toString("hex").slice(0, 40),
        }),
      ),
    );
    return {
      packageType: "Image",
      imageUri: built.imageUri,
      ...((command || entryPoint) && {
        imageConfig: {
          commands: command && [...command],
          entryPoints: entryPoint && [...entryPoint],
        },
      }),
    };
  },
};

/** Components of packages take the options of components. */
function remote<Args>([args, options]: [Args, pulumi.CustomResourceOptions]): [
  Args,
  pulumi.ComponentResourceOptions,
] {
  const { provider: _, ...rest } = options;
  return [args, rest];
}

import { readFileSync } from "node:fs";
import { extname } from "node:path";
import type { Loader, Plugin } from "esbuild";
import { packageOf } from "../packages.ts";
import { classNames } from "./class-names.ts";
import type { FilesBeside } from "./files-beside.ts";
import { type Gap, misplaced, unknownLoad } from "./gaps.ts";
import { ownPlace } from "./own-place.ts";
import { type Edit, edited, placeOf, treeOf } from "./syntax.ts";

const places = /\bimport\.meta\b|\b__dirname\b|\b__filename\b|\bcreateRequire\b|\brequire\.resolve\b/;

/** Parsing all of the SDK would take half as long as bundling it: of a package's classes only errors matter. */
const worthParsing = {
  own: new RegExp(`\\bextends\\b|\\bWorker\\b|${places.source}`),
  package: new RegExp(`\\bextends\\b[^{]*(?:Error|Exception|Failure|Fault)|${places.source}`),
};

/**
 * Changes to sources before they are bundled: names of classes (class-names.ts), files that travel with them
 * (files-beside.ts), and in the team's own, how zod is imported. What won't find its place is added to `gaps`.
 *
 * `import { z } from "zod"` becomes `import * as z`: only through that can esbuild see which schemas are used. The
 * other way brings all of zod with some forty languages, twice the code and half as long again at a cold start.
 */
export const sourcesPlugin = (beside: FilesBeside, gaps: Gap[]): Plugin => ({
  name: "sources",
  setup(build) {
    build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
      const source = readFileSync(path, "utf8");
      const inPackage = packageOf(path);
      const text = inPackage
        ? source
        : source.replace(
            /^import\s*\{\s*z\s*\}\s*from\s*(["'])(zod(?:\/mini)?)\1/gm,
            "import * as z from $1$2$1",
          );
      const tree = worthParsing[inPackage ? "package" : "own"].test(text) ? treeOf(path, text) : undefined;
      // A package's file is loaded as esbuild does, which also reads the package.json beside it.
      if (!tree && inPackage) return undefined;
      const edits: Edit[] = [];
      if (tree) {
        edits.push(...classNames(tree));
        const { files, others, loads, requires } = ownPlace(tree);
        // Its lines stay, for messages and source maps.
        for (const { start, end } of requires)
          edits.push({ start, end, text: text.slice(start, end).replace(/[^\n]+/g, "") });

        for (const { start, end, path: to } of files) {
          const { name, problem } = await beside.add(path, to);
          if (name) edits.push({ start, end, text: JSON.stringify(`./${name}`) });
          if (problem) gaps.push({ path, place: placeOf(text, start), problem, fatal: !inPackage });
        }
        for (const found of others)
          gaps.push({ path, place: placeOf(text, found.start), ...misplaced(found, inPackage) });
        for (const { start, what } of loads)
          gaps.push({ path, place: placeOf(text, start), ...unknownLoad(what, inPackage) });
      }
      const loader = extname(path).replace(/^\.[cm]?/, "") as Loader;
      return { contents: edited(text, edits), loader };
    });
  },
});

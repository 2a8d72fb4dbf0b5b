import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { type BuildFailure, type Loader, type Plugin, transform } from "esbuild";

/**
 * Changes to the team's own files (and not to packages).
 *
 * Classes that extend another keep their names: `error.name` is what a state machine's Catch matches on. esbuild's
 * `keepNames` for everything would cost a call for each function of the SDK at every start.
 *
 * `import { z } from "zod"` becomes `import * as z`: only through that can esbuild see which schemas are used. The
 * other way brings all of zod with some forty languages, twice the code and half as long again at a cold start.
 */
export const teamCodePlugin: Plugin = {
  name: "team-code",
  setup(build) {
    build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
      if (/[\\/]node_modules[\\/]/.test(path)) return undefined;
      const text = readFileSync(path, "utf8");
      const loader = extname(path).replace(/^\.[cm]?/, "") as Loader;
      const contents = text.replace(
        /^import\s*\{\s*z\s*\}\s*from\s*(["'])(zod(?:\/mini)?)\1/gm,
        "import * as z from $1$2$1",
      );
      if (!/\bclass\s+[\w$]+\s+extends\b/.test(contents)) return { contents, loader };
      try {
        const { code } = await transform(contents, {
          loader,
          sourcefile: path,
          sourcemap: "inline",
          sourcesContent: false,
          keepNames: true,
          target: "node24",
          tsconfigRaw: "{}",
        });
        return { contents: code, loader: "js" };
      } catch (error) {
        return { errors: (error as BuildFailure).errors };
      }
    });
  },
};

import { configDefaults, defineConfig } from "vitest/config";
import { freshPrograms } from "../../../platform/engine/run/fresh.ts";

/** For the tests of new services; those of the repository itself are no business of theirs. */
export default defineConfig({
  plugins: [freshPrograms()],
  test: {
    include: ["services/*/test/**/*.test.ts"],
    // The services stand in a folder that the repository's own tests leave out.
    exclude: configDefaults.exclude,
    pool: "forks",
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { POWERTOOLS_SERVICE_NAME: "test", POWERTOOLS_METRICS_NAMESPACE: "test" },
  },
});

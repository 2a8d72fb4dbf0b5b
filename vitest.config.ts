import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import { freshPrograms } from "./platform/engine/fresh.ts";

const report = process.env.VITEST_REPORT;

export default defineConfig({
  // A program of several files that is run twice in one test file is evaluated twice.
  plugins: [freshPrograms()],
  test: {
    include: ["test/**/*.test.ts", "services/*/test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/engine-cli/**", ".tmp/**"],
    pool: "forks",
    // Many tests wait for processes of their own; one worker more than cores keeps the cores busy.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What the platform sets for every function; handlers called by unit tests expect it.
    env: { POWERTOOLS_SERVICE_NAME: "test", POWERTOOLS_METRICS_NAMESPACE: "test" },
    // CI counts what ran.
    ...(report && { reporters: ["default", "json"], outputFile: { json: report } }),
  },
});

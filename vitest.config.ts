import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import { freshPrograms } from "./platform/engine/fresh.ts";

const report = process.env.VITEST_REPORT;

const exclude = [...configDefaults.exclude, "test/engine-cli/**", ".tmp/**"];

/**
 * Tests that run programs and look at their graphs: what they import takes longer than what they do. Those of bundles
 * replace a module, for which they need a process of their own.
 */
const graphs = [
  "test/components/**/!(bundle).test.ts",
  "test/{cloudformation,fleet,foundation,provider}/**/*.test.ts",
  "test/{defaults,permissions,services}.test.ts",
  "services/*/test/infrastructure.test.ts",
];

export default defineConfig({
  // A program of several files that is run twice in one test file is evaluated twice.
  plugins: [freshPrograms()],
  test: {
    projects: [
      // They change nothing that others see, so they share a process and what was imported.
      { extends: true, test: { name: "graphs", include: graphs, exclude, isolate: false } },
      {
        extends: true,
        test: {
          name: "others",
          include: ["test/**/*.test.ts", "services/*/test/**/*.test.ts"],
          exclude: [...exclude, ...graphs],
        },
      },
    ],
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

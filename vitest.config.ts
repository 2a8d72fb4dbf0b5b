import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import { freshPrograms } from "./platform/engine/run/fresh.ts";

const report = process.env.VITEST_REPORT;

/**
 * Milliseconds after which a test, or what it waits for, counts as stuck. No promise is about it: on a machine that is
 * busy with something else everything takes ten times as long, and passes.
 */
const stuck = { test: 600_000, condition: 240_000 };

const exclude = [...configDefaults.exclude, "test/{engine-cli,languages,packs}/**", ".tmp/**"];

/**
 * Tests that change nothing which others see: they share a process and what it has imported, which takes longer than
 * what most of them do. The others replace modules, set variables of the process or look at what it prints.
 */
const shared = [
  "test/{components,core}/**/!(bundle).test.ts",
  "test/{access,cloudformation,commands,engine,fleet,foundation,generators,policies,provider,values}/**/!(required-tags).test.ts",
  "test/local/**/!(functions|lifecycle).test.ts",
  "test/*.test.ts",
  "services/*/test/{infrastructure,local}.test.ts",
];

export default defineConfig({
  // A program of several files that is run twice in one test file is evaluated twice.
  plugins: [freshPrograms()],
  test: {
    projects: [
      { extends: true, test: { name: "shared", include: shared, exclude, isolate: false } },
      {
        extends: true,
        test: {
          name: "isolated",
          include: ["test/**/*.test.ts", "services/*/test/**/*.test.ts"],
          exclude: [...exclude, ...shared],
        },
      },
    ],
    pool: "forks",
    // A worker more would load the platform and make the graphs of services once more: processor time for no speed.
    maxWorkers: availableParallelism(),
    // What handlers log while their tests pass tells nothing.
    silent: "passed-only",
    testTimeout: stuck.test,
    hookTimeout: stuck.test,
    expect: { poll: { timeout: stuck.condition, interval: 20 } },
    // What the platform sets for every function; handlers called by unit tests expect it.
    env: { POWERTOOLS_SERVICE_NAME: "test", POWERTOOLS_METRICS_NAMESPACE: "test" },
    // CI counts what ran.
    ...(report && { reporters: ["default", "json"], outputFile: { json: report } }),
  },
});

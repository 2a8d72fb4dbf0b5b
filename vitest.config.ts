import { configDefaults, defineConfig } from "vitest/config";

const report = process.env.VITEST_REPORT;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "services/*/test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/engine-cli/**", ".tmp/**"],
    pool: "forks",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // CI counts what ran.
    ...(report && { reporters: ["default", "json"], outputFile: { json: report } }),
  },
});

import { defineConfig } from "vitest/config";

const report = process.env.VITEST_REPORT;

export default defineConfig({
  test: {
    // What takes tools beyond Node.js and npm: the pulumi CLI; Go, Python and Java; rule packs of others.
    include: ["test/{engine-cli,languages,packs}/**/*.test.ts"],
    pool: "forks",
    // Each test deploys with the real CLI, which starts several processes.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    ...(report && { reporters: ["default", "json"], outputFile: { json: report } }),
  },
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/engine-cli/**/*.test.ts"],
    pool: "forks",
    // Each test deploys with the real CLI, which starts several processes.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});

import { defineConfig } from "vitest/config";

/** Unit tests: no root, no network, nothing installed beside Node. They import sources, not builds. */
export default defineConfig({
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "scripts/**/*.test.ts", "test/golden/**/*.test.ts"],
    maxWorkers: 2,
    // For tests of memory: they collect before they measure.
    execArgv: ["--expose-gc"],
    // Much longer than any of them takes, since machines that run them may have other work too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

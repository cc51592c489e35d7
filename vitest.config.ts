import { defineConfig } from "vitest/config";

/** Unit tests: no root, no network, nothing installed beside Node. They import sources, not builds. */
export default defineConfig({
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "scripts/**/*.test.ts", "test/golden/**/*.test.ts"],
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});

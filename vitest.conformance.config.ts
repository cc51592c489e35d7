import { defineConfig } from "vitest/config";

export default defineConfig({
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["test/conformance/**/*.test.ts"],
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});

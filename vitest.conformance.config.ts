import { defineConfig } from "vitest/config";

/** Comparisons with data recorded from the replaced tools, in CONFORMANCE_DIR. Programs start from their sources. */
export default defineConfig({
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["test/conformance/**/*.test.ts"],
    maxWorkers: 2,
    testTimeout: 60_000,
    // A hook starts a program, which takes seconds on a machine that builds something else.
    hookTimeout: 60_000,
  },
});

import { defineConfig } from "vitest/config";

/** Tests against the real programs that test/servers/install.sh installs. They start the built packages. */
export default defineConfig({
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["test/e2e/**/*.test.ts"],
    maxWorkers: 2,
    testTimeout: 60_000,
    // A hook builds what is not built yet, and starts a Prometheus and what it scrapes.
    hookTimeout: 300_000,
    // Programs are stopped in hooks; what does not stop by itself is killed after five seconds.
    teardownTimeout: 20_000,
  },
});

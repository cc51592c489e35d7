import type { CollectRequest, Registry, Scrape } from "@sightglass/metrics-registry";

/** A registry whose collections end when the test says so. */
export interface FakeRegistry extends Registry {
  /** What each collection was asked for, in order. */
  readonly requests: readonly CollectRequest[];
  /** How often a page was rendered, over all collections. */
  readonly renders: readonly string[];
  /** Ends the oldest collection that runs. */
  finish(): void;
  fail(error: Error): void;
}

/** Makes a registry of collectors cpu, disk and memory. With `instant`, collections end at once. */
export function createFakeRegistry(settings: { instant?: boolean; page?: string } = {}): FakeRegistry {
  const requests: CollectRequest[] = [];
  const renders: string[] = [];
  const running: { resolve: (scrape: Scrape) => void; reject: (error: Error) => void }[] = [];
  const scrape: Scrape = {
    render: (format) => {
      renders.push(format.contentType);
      return Buffer.from(settings.page ?? `up 1\n# ${format.kind}\n`);
    },
    families: () => [],
    series: 1,
    durationSeconds: 0.001,
  };
  return {
    collectors: ["cpu", "disk", "memory"],
    requests,
    renders,
    collect: (request) => {
      requests.push(request);
      return settings.instant === true
        ? Promise.resolve(scrape)
        : new Promise((resolve, reject) => running.push({ resolve, reject }));
    },
    finish: () => running.shift()?.resolve(scrape),
    fail: (error) => running.shift()?.reject(error),
    status: () => [],
    describe: () => [],
  };
}

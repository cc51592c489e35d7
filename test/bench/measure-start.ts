import { freePort } from "../servers/http-server.ts";
import { startProcess, type ProcessSpec } from "../servers/process.ts";
import { waitFor } from "../servers/wait-for.ts";
import { createScraper } from "./scraper.ts";
import { median } from "./statistics.ts";

/**
 * Median time from the start of a program to the last byte of its first scrape, in milliseconds, over a number of
 * starts that take turns.
 */
export async function measureStarts(
  specs: readonly ((address: string) => ProcessSpec)[],
  starts: number,
): Promise<readonly number[]> {
  const times: number[][] = specs.map(() => []);
  for (let turn = 0; turn < starts; turn += 1) {
    for (const [index, spec] of specs.entries()) {
      const address = `127.0.0.1:${await freePort()}`;
      const started = performance.now();
      const running = startProcess(spec(address));
      const scraper = createScraper(address);
      try {
        await waitFor(`the first scrape of ${address}`, { timeoutMs: 20_000, intervalMs: 3 }, () =>
          scraper.scrape("gzip").then(() => true),
        );
        times[index]?.push(performance.now() - started);
      } finally {
        scraper.close();
        await running.stop();
      }
    }
  }
  return times.map(median);
}

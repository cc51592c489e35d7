import { readdirSync } from "node:fs";
import { cpuMs, rssMb } from "./process-usage.ts";
import type { Contender } from "./measure.ts";
import { createScraper } from "./scraper.ts";

/** Memory of a program after some number of scrapes. */
export interface SoakPoint {
  readonly scrapes: number;
  readonly rssMb: number;
  readonly openFiles: number;
  /** Of one scrape, over the step before this point. */
  readonly cpuMs: number;
}

const STEP = 1000;
const CHURN_EVERY = 10;

/**
 * Scrapes one program again and again and looks at its memory and files after every thousand scrapes. `churn` is called
 * before every tenth.
 */
export async function measureSoak(
  contender: Contender,
  scrapes: number,
  churn: () => void,
): Promise<readonly SoakPoint[]> {
  const server = await contender.start();
  const scraper = createScraper(server.address);
  const points: SoakPoint[] = [];
  try {
    for (let done = 0; done < scrapes;) {
      const before = cpuMs(server.pid);
      const step = Math.min(STEP, scrapes - done);
      for (let count = 0; count < step; count += 1) {
        if (count % CHURN_EVERY === 0) churn();
        await scraper.scrape("gzip");
      }
      done += step;
      points.push({
        scrapes: done,
        rssMb: rssMb(server.pid),
        openFiles: readdirSync(`/proc/${server.pid}/fd`).length,
        cpuMs: (cpuMs(server.pid) - before) / step,
      });
    }
    return points;
  } finally {
    scraper.close();
    await server.stop();
  }
}

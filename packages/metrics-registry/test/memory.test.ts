import { expect, test } from "vitest";
import { TEXT_0_0_4 } from "../src/exposition/format.ts";
import { defineCollector, type MetricFamily } from "../src/index.ts";
import { buildRegistry } from "./support/build-registry.ts";

const SCRAPES = 1_000;
const SETS = 250;

interface Churn {
  scrape: number;
}

const names = ({ scrape }: Churn): string[] => Array.from({ length: SETS }, (_, index) => `s${scrape}i${index}`);

/** Four families of 250 label sets that never come again: 1,000 scrapes see 1,000,000 of them. */
const churning = defineCollector({
  name: "churning",
  help: "Label sets and names that come once.",
  enabledByDefault: true,
  read: (churn: Churn) => ({ sets: names(churn), scrape: churn.scrape }),
  families: (family) => [
    family({
      name: "demo_static",
      type: "gauge",
      labels: ["set"],
      help: "X.",
      samples: ({ sets }, emit) => sets.forEach((set, index) => emit(index, set)),
    }),
    family.histogram({
      name: "demo_histogram",
      labels: ["set"],
      help: "X.",
      samples: ({ sets }, emit) =>
        sets.forEach((set) => emit({ buckets: [{ upperBound: 1, count: 1 }], sum: 1, count: 1 }, set)),
    }),
    family.dynamic({
      prefix: "demo_dynamic_",
      type: "gauge",
      help: "X.",
      samples: ({ sets }, emit) => sets.forEach((set) => emit(`demo_dynamic_${set}`, 1)),
    }),
    family.foreign({
      help: "X.",
      families: ({ sets, scrape }): MetricFamily[] => [
        {
          name: `demo_foreign_${scrape}`,
          type: "gauge",
          points: sets.map((set) => ({ labels: [["set", set]], value: 1 })),
        },
      ],
    }),
  ],
});

test("memory stays flat while 1,000,000 label sets come and go", { timeout: 180_000 }, async () => {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error("this test needs node --expose-gc");
  const churn = { scrape: 0 };
  const registry = buildRegistry([churning], churn);
  let early = 0;
  let series = 0;
  for (; churn.scrape < SCRAPES; churn.scrape += 1) {
    const scrape = await registry.collect({ deadlineMs: 60_000 });
    scrape.render(TEXT_0_0_4);
    series += scrape.series - 3;
    if (churn.scrape === 100) {
      gc();
      early = process.memoryUsage().heapUsed;
    }
  }
  gc();
  // Three health series are on each page; the fourth, of dropped samples, has none.
  expect(series).toBe(4 * SETS * SCRAPES);
  // A million kept sets would be hundreds of megabytes.
  expect(process.memoryUsage().heapUsed - early).toBeLessThan(8 * 1024 * 1024);
});

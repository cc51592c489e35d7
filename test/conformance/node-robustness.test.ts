import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { collectors } from "../../packages/node-exporter/src/collectors/index.ts";
import { LIVE } from "../../packages/node-exporter/test/support/live-collectors.ts";
import { damageEachFile, fewDamages } from "../../packages/node-exporter/test/support/damage.ts";
import { copyFixtures, nodeKit } from "./node-kit.ts";

const fixtures = copyFixtures(nodeKit());
afterAll(() => rmSync(fixtures, { recursive: true, force: true }));

test("no file of upstream's fixtures, whatever becomes of it, costs more than the samples of those who read it", async () => {
  const report = await damageEachFile({
    collectors: collectors.filter(({ name }) => !LIVE.has(name)),
    options: {
      cpu: { info: true },
      stat: { softirq: true },
      textfile: { directories: [join(fixtures, "textfile/two_metric_files")] },
    },
    folder: fixtures,
    damagesOf: fewDamages,
  });
  expect(report.problems).toEqual([]);
  expect(report.files).toBeGreaterThan(450);
  expect(report.scrapes).toBe(report.files * 4);
  expect(report.failures).toBeGreaterThan(100);
}, 180_000);

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { interrupts } from "../../packages/node-exporter/src/collectors/interrupts.ts";
import { swap } from "../../packages/node-exporter/src/collectors/swap.ts";
import { parseInterrupts } from "../../packages/node-exporter/src/procfs/interrupts.ts";
import { collectOnce, fixtureHost } from "../../packages/node-exporter/test/support/collect.ts";
import { temporaryTree } from "../../packages/node-exporter/test/support/temporary-tree.ts";
import { nodeKit, readPage } from "./node-kit.ts";

const kit = nodeKit();

test("swap gives upstream's samples and types", async () => {
  const expected = readPage(readFileSync(join(kit, "expected-extra/swap.prom"), "utf8"));
  const run = await collectOnce(swap, {}, fixtureHost(join(kit, "fixtures")));
  expect(run.lines).toEqual([...expected.values].map(([series, value]) => `${series} ${value}`).toSorted());
  expect(run.lines).toHaveLength(3);
  expect(new Map(run.types)).toEqual(expected.types);
});

test("interrupts of a 64-bit ARM machine: every line that has a count for each CPU and a description", async () => {
  const text = readFileSync(join(kit, "fixtures/proc/interrupts_aarch64"), "utf8");
  const cpus = 8;
  const { samples, lines } = await collectOnce(interrupts, {}, fixtureHost(temporaryTree({ "proc/interrupts": text })));
  const described = text.split("\n").filter((line) => /^[^:]+:(\s*\d+){8}\s+\S/.test(line));
  // 51 numbered ones and 7 between processors.
  expect(described).toHaveLength(51 + 7);
  expect(samples).toHaveLength(described.length * cpus);
  expect(lines).toContain(
    'node_interrupts_total{cpu="5",devices="27 Level arch_timer",info="GICv3",type="10"} 3641875466',
  );
  expect(lines).toContain(
    'node_interrupts_total{cpu="0",devices="",info="Rescheduling interrupts",type="IPI0"} 2768808080',
  );
  expect(lines).toContain(
    'node_interrupts_total{cpu="2",devices="81920 Edge ena-mgmnt@pci:0000:00:05.0",info="ITS-MSI",type="57"} 51',
  );
  const columns = described.flatMap((line) =>
    line
      .slice(line.indexOf(":") + 1)
      .trim()
      .split(/\s+/)
      .slice(0, cpus),
  );
  expect(parseInterrupts(text, () => true).rows.flatMap(({ counts }) => counts)).toEqual(columns.map(Number));
});

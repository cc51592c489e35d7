import { expect, test } from "vitest";
import { cpuVulnerabilities } from "../../src/collectors/cpu-vulnerabilities.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const FOLDER = "sys/devices/system/cpu/vulnerabilities";

test("exposes state and mitigation of each vulnerability", async () => {
  const long = Array.from({ length: 40 }, (_, index) => `part${index};`).join(" ");
  const run = await collectOnce(
    cpuVulnerabilities,
    {},
    fixtureHost(
      temporaryTree({
        [`${FOLDER}/mds`]: "Not affected\n",
        [`${FOLDER}/meltdown`]: "Vulnerable\n",
        [`${FOLDER}/srbds`]: "Unknown: Dependent on hypervisor status\n",
        [`${FOLDER}/spectre_v2`]: `Mitigation: ${long}\n`,
      }),
    ),
  );
  expect(run.lines).toEqual([
    'node_cpu_vulnerabilities_info{codename="mds",mitigation="",state="not affected"} 1',
    'node_cpu_vulnerabilities_info{codename="meltdown",mitigation="",state="vulnerable"} 1',
    `node_cpu_vulnerabilities_info{codename="spectre_v2",mitigation="${long}",state="mitigation"} 1`,
    'node_cpu_vulnerabilities_info{codename="srbds",mitigation="Dependent on hypervisor status",state="unknown"} 1',
  ]);
});

test("a kernel that tells of none has no samples and is no failure", async () => {
  expect((await collectOnce(cpuVulnerabilities, {}, fixtureHost(temporaryTree({})))).lines).toEqual([]);
});

import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { mdadm } from "../../src/collectors/mdadm.ts";
import { collectOnce, collectPart, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const MDSTAT = `Personalities : [raid1]
md0 : active raid1 sdb2[2](F) sdc[1](S) sda2[0]
      195310144 blocks [2/1] [U_]
      [=>...................]  resync =  8.5% (16775552/195310144) finish=17.0min speed=259783K/sec

unused devices: <none>
`;
const FROM_PROC = [
  'node_md_blocks{device="md0"} 195310144',
  'node_md_blocks_synced{device="md0"} 16775552',
  'node_md_disks_required{device="md0"} 2',
  'node_md_disks{device="md0",state="active"} 1',
  'node_md_disks{device="md0",state="failed"} 1',
  'node_md_disks{device="md0",state="spare"} 1',
  'node_md_state{device="md0",state="active"} 0',
  'node_md_state{device="md0",state="check"} 0',
  'node_md_state{device="md0",state="inactive"} 0',
  'node_md_state{device="md0",state="recovering"} 0',
  'node_md_state{device="md0",state="resync"} 1',
].toSorted();

test("exposes what /proc and sysfs tell", async () => {
  const host = fixtureHost(
    temporaryTree({
      "proc/mdstat": MDSTAT,
      "sys/block/md0/md/level": "raid1\n",
      "sys/block/md0/md/raid_disks": "2 (3)\n",
      "sys/block/md0/md/degraded": "1\n",
      "sys/block/md1/md/level": "raid0\n",
      "sys/block/md1/md/raid_disks": "4\n",
      "sys/block/md127/md/level": "container\n",
      "sys/block/sda/size": "1\n",
    }),
  );
  const run = await collectOnce(mdadm, {}, host);
  expect(run.lines).toEqual(
    [
      ...FROM_PROC,
      'node_md_degraded{device="md0"} 1',
      'node_md_degraded{device="md1"} 0',
      'node_md_degraded{device="md127"} 0',
      'node_md_raid_disks{device="md0"} 2',
      'node_md_raid_disks{device="md1"} 4',
    ].toSorted(),
  );
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("does without sysfs", async () => {
  const run = await collectOnce(mdadm, {}, fixtureHost(temporaryTree({ "proc/mdstat": MDSTAT })));
  expect(run.lines).toEqual(FROM_PROC);
});

test("an array whose level cannot be read ends the reading, and what came before stays", async () => {
  const host = fixtureHost(temporaryTree({ "proc/mdstat": MDSTAT, "sys/block/md0/md/": "" }));
  const part = await collectPart(mdadm, {}, host);
  expect(part.lines).toEqual(FROM_PROC);
  expect(part.cause).toBeInstanceOf(NoDataError);
});

test("has no data on a kernel without software RAID", async () => {
  await expect(collectOnce(mdadm, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});

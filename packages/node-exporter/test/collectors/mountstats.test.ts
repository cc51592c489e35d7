import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { mountstats } from "../../src/collectors/mountstats.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const EVENTS = Array.from({ length: 27 }, (_, index) => index + 100).join(" ");
const ROOT_STATS = "device rootfs mounted on / with fstype rootfs\n";
const nfsStats = (mountPoint: string): string =>
  `device host:/x mounted on ${mountPoint} with fstype nfs4 statvers=1.1\n\tage:\t120\n\tevents:\t${EVENTS}\n\tbytes:\t1 2 3 4 5 6 7 8\n\txprt:\ttcp 832 1 2 0 11 64 63 3 12 5 24 26 57\n\txprt:\ttcp 833 4 5 0 12 65 66 6 12 7 25 27 58\n\tper-op statistics\n\t        READ: 1 2 3 400 500 6000 7000 8500 9\n\n`;
const ROOT_INFO = "27 0 254:1 / / rw shared:1 - rootfs rootfs rw\n";
const nfsInfo = (mountPoint: string, address: string): string =>
  `40 27 0:45 / ${mountPoint} rw shared:2 - nfs4 host:/x rw,addr=${address}\n`;

const hostWith = (stats: string, info: string) =>
  fixtureHost(temporaryTree({ "proc/self/mountstats": stats, "proc/self/mountinfo": info }));

const LABELS = 'export="host:/x",mountaddr="192.0.2.5"';

test("exposes a mount with the server's address from mountinfo", async () => {
  const run = await collectOnce(
    mountstats,
    {},
    hostWith(ROOT_STATS + nfsStats("/mnt"), ROOT_INFO + nfsInfo("/mnt", "192.0.2.5")),
  );
  expect(run.lines).toEqual(
    expect.arrayContaining([
      `node_mountstats_nfs_mountpoint_info{${LABELS},mountpoint="/mnt",protocol="tcp"} 1`,
      `node_mountstats_nfs_age_seconds_total{${LABELS},protocol="tcp"} 120`,
      `node_mountstats_nfs_total_write_bytes_total{${LABELS},protocol="tcp"} 6`,
      `node_mountstats_nfs_event_vfs_file_release_total{${LABELS},protocol="tcp"} 117`,
      `node_mountstats_nfs_event_truncation_total{${LABELS},protocol="tcp"} 119`,
      `node_mountstats_nfs_event_pnfs_write_total{${LABELS},protocol="tcp"} 126`,
      `node_mountstats_nfs_transport_idle_time_seconds{${LABELS},protocol="tcp",transport="0"} 11`,
      `node_mountstats_nfs_transport_pending_queue_total{${LABELS},protocol="tcp",transport="1"} 58`,
      `node_mountstats_nfs_operations_received_bytes_total{${LABELS},operation="READ",protocol="tcp"} 500`,
      `node_mountstats_nfs_operations_request_time_seconds_total{${LABELS},operation="READ",protocol="tcp"} 8.5`,
    ]),
  );
  // Mount point, age, 8 numbers of bytes, 26 events, 10 numbers of each of two transports, 8 of the operation.
  expect(run.samples).toHaveLength(1 + 1 + 8 + 26 + 20 + 8);
  expect(run.types.get("node_mountstats_nfs_transport_maximum_rpc_slots")).toBe("gauge");
  expect(run.types.get("node_mountstats_nfs_age_seconds_total")).toBe("counter");
});

test("an export that is mounted twice is counted once, each mount point has its own entry", async () => {
  const { samples } = await collectOnce(
    mountstats,
    {},
    hostWith(nfsStats("/a") + nfsStats("/b"), nfsInfo("/a", "192.0.2.5") + nfsInfo("/b", "192.0.2.5")),
  );
  const points = samples.filter(({ name }) => name === "node_mountstats_nfs_mountpoint_info");
  expect(points.map(({ labels }) => /mountpoint="(.*?)"/.exec(labels)?.[1])).toEqual(["/a", "/b"]);
  expect(samples.filter(({ name }) => name === "node_mountstats_nfs_age_seconds_total")).toHaveLength(1);
});

test("exposes nothing without NFS mounts, and no address where mountinfo is short", async () => {
  expect((await collectOnce(mountstats, {}, hostWith(ROOT_STATS, ""))).samples).toEqual([]);
  const { lines } = await collectOnce(mountstats, {}, hostWith(ROOT_STATS + nfsStats("/mnt"), ROOT_INFO));
  expect(lines).toContain('node_mountstats_nfs_age_seconds_total{export="host:/x",mountaddr="",protocol="tcp"} 120');
});

test("fails whole on a broken mount", async () => {
  const broken = nfsStats("/a") + nfsStats("/b").replace("6 7 8", "6 7");
  await expect(collectOnce(mountstats, {}, hostWith(broken, ""))).rejects.toThrow(ParseError);
});

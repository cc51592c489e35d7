import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { drbd9 } from "../../src/collectors/drbd9.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const ROOT = "sys/kernel/debug/drbd";
const COUNTERS = "    ns:1 nr:2 dw:3 dr:4 al:5 bm:6 lo:7 pe:[8;9] ua:10 ap:[11;12] ep:13 wo:2 oos:14\n";
const FILES = {
  [`${ROOT}/version`]: "# GIT-hash: 0\nVERSION=9.2.11\n",
  [`${ROOT}/resources/data/connections/beta/transport`]:
    "v: 0\n\ntransport_type: tcp\nv: 0\n\ndata stream\nunread receive buffer: 15 Byte\nunacked send buffer: 16 Byte\n",
  [`${ROOT}/resources/data/connections/beta/0/proc_drbd`]: ` 5: cs:SyncSource ro:Primary/Secondary ds:UpToDate/Inconsistent C r-----\n${COUNTERS}\t[>....] sync'ed: 25.0% (3/4)K\n\tfinish: 0:01:00 speed: 1 (1 -- 1) K/sec\n`,
  [`${ROOT}/resources/data/connections/gamma/0/proc_drbd`]: ` 5: cs:Off ro:Primary/Unknown ds:UpToDate/DUnknown C s-p---\n${COUNTERS}`,
};

test("exposes roles, disks, replication and counts; those of the local volume once", async () => {
  const run = await collectOnce(drbd9, {}, fixtureHost(temporaryTree(FILES)));
  const beta = 'peer="beta",resource="data"';
  expect(run.lines.filter((line) => !line.includes("gamma"))).toEqual([
    'node_drbd9_activitylog_writes_total{resource="data",volume="0"} 5',
    'node_drbd9_application_pending{operation="read",resource="data",volume="0"} 12',
    'node_drbd9_application_pending{operation="write",resource="data",volume="0"} 11',
    'node_drbd9_bitmap_writes_total{resource="data",volume="0"} 6',
    `node_drbd9_connected{${beta}} 1`,
    `node_drbd9_connection_info{${beta},transport="tcp"} 1`,
    'node_drbd9_disk_read_bytes_total{resource="data",volume="0"} 4096',
    'node_drbd9_disk_state{minor="5",resource="data",state="UpToDate",volume="0"} 1',
    'node_drbd9_disk_written_bytes_total{resource="data",volume="0"} 3072',
    `node_drbd9_epochs{${beta},volume="0"} 13`,
    'node_drbd9_info{version="9.2.11"} 1',
    'node_drbd9_io_suspended{resource="data",volume="0"} 0',
    'node_drbd9_local_pending{resource="data",volume="0"} 7',
    `node_drbd9_network_received_bytes_total{${beta},volume="0"} 2048`,
    `node_drbd9_network_sent_bytes_total{${beta},volume="0"} 1024`,
    `node_drbd9_out_of_sync_bytes{${beta},volume="0"} 14336`,
    `node_drbd9_peer_disk_state{${beta},state="Inconsistent",volume="0"} 1`,
    `node_drbd9_peer_role{${beta},state="Secondary"} 1`,
    `node_drbd9_remote_pending{${beta},volume="0"} 8`,
    `node_drbd9_remote_unacknowledged{${beta},volume="0"} 10`,
    `node_drbd9_replication_state{${beta},state="SyncSource",volume="0"} 1`,
    "node_drbd9_resources 1",
    `node_drbd9_resync_pending{${beta},volume="0"} 9`,
    'node_drbd9_role{resource="data",state="Primary"} 1',
    `node_drbd9_sync_done_ratio{${beta},volume="0"} 0.25`,
    `node_drbd9_sync_left_bytes{${beta},volume="0"} 3072`,
    `node_drbd9_sync_paused{${beta},volume="0"} 0`,
    `node_drbd9_sync_remaining_seconds{${beta},volume="0"} 60`,
    `node_drbd9_sync_size_bytes{${beta},volume="0"} 4096`,
    `node_drbd9_unacknowledged_send_buffer_bytes{${beta}} 16`,
    `node_drbd9_unread_receive_buffer_bytes{${beta}} 15`,
  ]);
  expect(run.lines).toEqual(
    expect.arrayContaining([
      'node_drbd9_connected{peer="gamma",resource="data"} 0',
      'node_drbd9_peer_role{peer="gamma",resource="data",state="Unknown"} 1',
      'node_drbd9_sync_paused{peer="gamma",resource="data",volume="0"} 1',
    ]),
  );
  expect(run.lines.filter((line) => line.includes("gamma") && line.includes("sync_done"))).toEqual([]);
});

test("has no data where DRBD 9 is not loaded", async () => {
  await expect(collectOnce(drbd9, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});

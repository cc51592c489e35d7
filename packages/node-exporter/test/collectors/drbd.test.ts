import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { drbd } from "../../src/collectors/drbd.ts";
import { collectOnce, collectPart, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const hostWith = (text: string) => fixtureHost(temporaryTree({ "proc/drbd": text }));

test("exposes each device in node_exporter's units", async () => {
  const run = await collectOnce(
    drbd,
    {},
    hostWith(
      "version: 8.4.11 (api:1/proto:86-101)\n\n 3: cs:WFConnection ro:Secondary/Unknown ds:UpToDate/DUnknown C r-----\n    ns:1 nr:2 dw:3 dr:4 al:5 bm:6 lo:7 pe:8 ua:9 ap:10 ep:11 wo:d oos:12\n",
    ),
  );
  expect(run.lines).toEqual([
    'node_drbd_activitylog_writes_total{device="drbd3"} 5',
    'node_drbd_application_pending{device="drbd3"} 10',
    'node_drbd_bitmap_writes_total{device="drbd3"} 6',
    'node_drbd_connected{device="drbd3"} 0',
    'node_drbd_disk_read_bytes_total{device="drbd3"} 4096',
    'node_drbd_disk_state_is_up_to_date{device="drbd3",node="local"} 1',
    'node_drbd_disk_state_is_up_to_date{device="drbd3",node="remote"} 0',
    'node_drbd_disk_written_bytes_total{device="drbd3"} 3072',
    'node_drbd_epochs{device="drbd3"} 11',
    'node_drbd_local_pending{device="drbd3"} 7',
    'node_drbd_network_received_bytes_total{device="drbd3"} 2',
    'node_drbd_network_sent_bytes_total{device="drbd3"} 1024',
    'node_drbd_node_role_is_primary{device="drbd3",node="local"} 0',
    'node_drbd_node_role_is_primary{device="drbd3",node="remote"} 0',
    'node_drbd_out_of_sync_bytes{device="drbd3"} 12288',
    'node_drbd_remote_pending{device="drbd3"} 8',
    'node_drbd_remote_unacknowledged{device="drbd3"} 9',
  ]);
});

test("keeps what stands before a fault", async () => {
  const part = await collectPart(drbd, {}, hostWith(" 0: cs:Connected ns:x\n"));
  expect(part.lines).toEqual(['node_drbd_connected{device="drbd0"} 1']);
  expect(part.cause).toBeInstanceOf(ParseError);
});

test("has no data where DRBD is not loaded", async () => {
  await expect(collectOnce(drbd, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});

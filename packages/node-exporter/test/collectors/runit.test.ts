import { mkdirSync, writeFileSync } from "node:fs";
import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { runit } from "../../src/collectors/runit.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

/** A status as runsv writes it: TAI64N, pid, paused, want, terminated, state. */
function status(unixSeconds: number, want: string, state: number): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.writeBigUInt64BE(2n ** 62n + 10n + BigInt(unixSeconds), 0);
  bytes.writeUInt32BE(123_456_789, 8);
  bytes.writeUInt32LE(4321, 12);
  bytes.write(want, 17, "latin1");
  bytes[19] = state;
  return bytes;
}

function write(folder: string, service: string, bytes: Buffer): void {
  mkdirSync(`${folder}/${service}/supervise`, { recursive: true });
  writeFileSync(`${folder}/${service}/supervise/status`, bytes);
}

test("state, wanted and normal state, and the last change of each service", async () => {
  const folder = temporaryTree({
    "services/down/supervise/down": "",
    "services/unsupervised/run": "#!/bin/sh\n",
    "services/linked": { link: "../elsewhere/linked" },
    "services/README": "no folder\n",
  });
  const services = `${folder}/services`;
  write(services, "up", status(1_700_000_000, "u", 1));
  write(services, "down", status(1_600_000_001, "d", 0));
  write(services, "once", status(1_650_000_002, "o", 2));
  write(services, "short", Buffer.alloc(19));
  write(`${folder}/elsewhere`, "linked", status(1, "u", 1));
  const { lines, types } = await collectOnce(runit, { folder: services }, fixtureHost(folder));
  expect(lines).toEqual([
    'node_service_desired_state{service="down",supervisor="runit"} 0',
    'node_service_desired_state{service="linked",supervisor="runit"} 1',
    'node_service_desired_state{service="once",supervisor="runit"} 0',
    'node_service_desired_state{service="up",supervisor="runit"} 1',
    'node_service_normal_state{service="down",supervisor="runit"} 0',
    'node_service_normal_state{service="linked",supervisor="runit"} 1',
    'node_service_normal_state{service="once",supervisor="runit"} 1',
    'node_service_normal_state{service="up",supervisor="runit"} 1',
    'node_service_state_last_change_timestamp_seconds{service="down",supervisor="runit"} 1600000001',
    'node_service_state_last_change_timestamp_seconds{service="linked",supervisor="runit"} 1',
    'node_service_state_last_change_timestamp_seconds{service="once",supervisor="runit"} 1650000002',
    'node_service_state_last_change_timestamp_seconds{service="up",supervisor="runit"} 1700000000',
    'node_service_state{service="down",supervisor="runit"} 0',
    'node_service_state{service="linked",supervisor="runit"} 1',
    'node_service_state{service="once",supervisor="runit"} 2',
    'node_service_state{service="up",supervisor="runit"} 1',
  ]);
  expect(new Set(types.values())).toEqual(new Set(["gauge"]));
});

test("no folder is no data; a warning tells that the collector is going away", async () => {
  const warnings: string[] = [];
  const host = { ...fixtureHost(temporaryTree({})), warn: (message: string) => warnings.push(message) };
  await expect(collectOnce(runit, { folder: `${host.root.root}/none` }, host)).rejects.toThrow(NoDataError);
  expect(warnings).toEqual(["This collector is deprecated and will be removed in the next major version release."]);
});

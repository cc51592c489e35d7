import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { createFileTree } from "../../src/create-file-tree.ts";
import { readDrbdState } from "../../src/drbd/read-resources.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const ROOT = "kernel/debug/drbd";
const VERSION = { [`${ROOT}/version`]: "# GIT-hash: 0\nVERSION=9.1.23\nAPI_VERSION=2\n" };
const link = (replication: string): string =>
  ` 0: cs:${replication} ro:Primary/Unknown ds:UpToDate/DUnknown C r-----\n    ns:1 nr:2 dw:3 dr:4 al:5 bm:6 lo:0 pe:[0;0] ua:0 ap:[0;0] ep:1 wo:2 oos:0\n`;
const read = (files: Readonly<Record<string, string>>) => readDrbdState(createFileTree(temporaryTree(files)));

test("a peer is connected when any volume is replicated, and unknown without volumes", () => {
  const { version, resources, connections, links } = read({
    ...VERSION,
    [`${ROOT}/resources/r0/connections/a/0/proc_drbd`]: link("Off"),
    [`${ROOT}/resources/r0/connections/a/1/proc_drbd`]: link("SyncSource"),
    [`${ROOT}/resources/r0/connections/b/0/proc_drbd`]: link("Off"),
    [`${ROOT}/resources/r1/connections/c/transport`]: "transport_type: tcp\n",
    [`${ROOT}/resources/r2/volumes/`]: "",
  });
  expect([version, resources]).toEqual(["9.1.23", 3]);
  expect(connections.map(({ resource, peer, isConnected, type }) => [resource, peer, isConnected, type])).toEqual([
    ["r0", "a", true, undefined],
    ["r0", "b", false, undefined],
    ["r1", "c", undefined, "tcp"],
  ]);
  expect(links.map(({ peer, volume }) => [peer, volume])).toEqual([
    ["a", "0"],
    ["a", "1"],
    ["b", "0"],
  ]);
});

test("a volume that is being removed is left out", () => {
  const { links } = read({ ...VERSION, [`${ROOT}/resources/r0/connections/a/0/`]: "" });
  expect(links).toEqual([]);
});

test("has no data without the module, or where 8.4 is loaded", () => {
  expect(() => read({})).toThrow(NoDataError);
  expect(() => read({})).toThrow("debugfs not mounted");
  expect(() => read({ [`${ROOT}/version`]: "VERSION=8.4.11\n" })).toThrow("which the collector drbd reads");
});

test("names a file of another form", () => {
  const path = `${ROOT}/resources/r0/connections/a/0/proc_drbd`;
  expect(() => read({ ...VERSION, [path]: "x" })).toThrow(ParseError);
  expect(() => read({ ...VERSION, [path]: "x" })).toThrow(path);
});

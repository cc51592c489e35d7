import { expect, test } from "vitest";
import {
  emitProcedures,
  NFS2_PROCEDURES,
  NFS3_PROCEDURES,
  NFS4_CLIENT_PROCEDURES,
  NFS4_SERVER_OPERATIONS,
} from "../../src/nfs/procedures.ts";

test("tables have a name for each column of the kernel", () => {
  expect(NFS2_PROCEDURES).toHaveLength(18);
  expect(NFS3_PROCEDURES).toHaveLength(22);
  expect(NFS4_CLIENT_PROCEDURES).toHaveLength(59);
  expect(NFS4_SERVER_OPERATIONS).toHaveLength(40);
  // Numbers of RFC 1813 and RFC 7530.
  expect(NFS3_PROCEDURES.indexOf("ReadDirPlus")).toBe(17);
  expect(NFS4_SERVER_OPERATIONS.indexOf("Write")).toBe(38);
});

test("emits a value for each name, 0 for a column that is absent, none for one without a name", () => {
  const emitted: [number, string, string][] = [];
  emitProcedures("3", ["-", "A", "B"], [7, 8], (value, protocol, method) => emitted.push([value, protocol, method]));
  expect(emitted).toEqual([
    [8, "3", "A"],
    [0, "3", "B"],
  ]);
  emitProcedures("2", ["A"], undefined, (value, protocol, method) => emitted.push([value, protocol, method]));
  expect(emitted.at(-1)).toEqual([0, "2", "A"]);
});

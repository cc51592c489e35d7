import { expect, test } from "vitest";
import { parseDeviceProperties } from "../../src/udev/device-properties.ts";

test("keeps the properties and nothing else", () => {
  const text = "S:disk/by-id/x=y\nI:73815117\nE:ID_MODEL=TOSHIBA=1\nE:ID_FS_VERSION=LVM2 001\nE:EMPTY=\n";
  expect([...parseDeviceProperties(text)]).toEqual([
    ["ID_MODEL", "TOSHIBA=1"],
    ["ID_FS_VERSION", "LVM2 001"],
    ["EMPTY", ""],
  ]);
});

test("skips a malformed property and keeps a last one without newline", () => {
  expect([...parseDeviceProperties("E:NOTHING\nE:A=b\nE:ID_SERIAL=trunc")]).toEqual([
    ["A", "b"],
    ["ID_SERIAL", "trunc"],
  ]);
});

import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseMountAddresses } from "../../src/procfs/mount-addresses.ts";
import { parseProblems } from "../support/parse-problems.ts";

const ROOT = "27 0 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n";
const NFS = "40 27 0:45 / /mnt rw shared:2 master:3 - nfs4 host:/x rw,clientaddr=192.0.2.9,addr=192.0.2.5\n";

test("gives the server's address of each line, and an empty one where there is none", () => {
  expect(parseMountAddresses(ROOT + NFS + ROOT)).toEqual(["", "192.0.2.5", ""]);
  expect(parseMountAddresses("")).toEqual([]);
});

test("the last of several addresses counts", () => {
  expect(parseMountAddresses("40 27 0:45 / /mnt rw x:1 - nfs4 host:/x addr=a,rw,addr=b=c\n")).toEqual(["b"]);
});

test.each([
  ["truncated", `${ROOT}40 27 0:45 / /mnt rw`, "self/mountinfo:2: 6 fields"],
  ["without a separator", ROOT.replace(" - ", " x "), "self/mountinfo:1: no separator"],
  ["with an empty line", `${ROOT}\n${ROOT}`, "self/mountinfo:2:"],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parseMountAddresses(text)).toThrow(ParseError);
  expect(() => parseMountAddresses(text)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(ROOT + NFS, parseMountAddresses)).toEqual([]);
});

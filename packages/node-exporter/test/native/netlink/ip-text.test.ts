import { assert, constantFrom, property, tuple, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { ipText } from "../../../src/native/netlink/ip-text.ts";

test.each([
  ["c0a80101", "192.168.1.1"],
  ["00000000", "0.0.0.0"],
  ["00000000000000000000000000000000", "::"],
  ["00000000000000000000000000000001", "::1"],
  ["20010db8000000000000000000000000", "2001:db8::"],
  ["20010db8000000010000000000000001", "2001:db8:0:1::1"],
  ["20010db8000000000001000000000000", "2001:db8:0:0:1::"],
  ["20010db8000100020003000400050000", "2001:db8:1:2:3:4:5:0"],
  ["00000000000000000000ffffc0000201", "192.0.2.1"],
])("%s is %s", (hex, text) => {
  expect(ipText(Buffer.from(hex, "hex"))).toBe(text);
});

test.each([0, 2, 5, 20])("%i bytes are no address", (length) => {
  expect(ipText(Buffer.alloc(length))).toBeUndefined();
});

test("is what the URL standard writes, for any IPv6 address", () => {
  const group = constantFrom("0000", "0001", "ffff", "0a0b");
  assert(
    property(tuple(group, group, group, group, group, group, group, group), (groups) => {
      const bytes = Buffer.from(groups.join(""), "hex");
      // That standard writes mapped addresses in hexadecimal.
      if (groups.slice(0, 6).join("") === "00000000000000000000ffff") return;
      expect(`[${ipText(bytes)}]`).toBe(new URL(`http://[${groups.join(":")}]/`).hostname);
    }),
  );
  assert(
    property(uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
      expect(ipText(Buffer.from(bytes))).toBe(new URL(`http://${bytes.join(".")}/`).hostname);
    }),
  );
});

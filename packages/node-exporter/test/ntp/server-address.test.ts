import { expect, test } from "vitest";
import { isLoopback, parseServerAddress } from "../../src/ntp/server-address.ts";

test.each(["127.0.0.1", "127.255.0.9", "::1", "0:0:0:0:0:0:0:1", "0000::0001", "::ffff:127.0.0.1", "::FFFF:7f00:1"])(
  "%s is this host",
  (address) => {
    expect(isLoopback(address)).toBe(true);
  },
);

test.each(["localhost", "", "126.0.0.1", "128.0.0.1", "127.0.0.1:123", "::2", "::", "2001:db8::1", "::1%lo", "[::1]"])(
  "%j is not, as it stands",
  (address) => {
    expect(isLoopback(address)).toBe(false);
  },
);

test.each([
  ["127.0.0.1", { host: "127.0.0.1", port: 123 }],
  ["ntp.example:4123", { host: "ntp.example", port: 4123 }],
  ["::1", { host: "::1", port: 123 }],
  ["[::1]", { host: "::1", port: 123 }],
  ["[fe80::1%eth0]:5", { host: "fe80::1%eth0", port: 5 }],
  ["", undefined],
  ["[::1", undefined],
  ["a:b:c", undefined],
])("%j", (text, expected) => {
  expect(parseServerAddress(text, 123)).toEqual(expected);
});

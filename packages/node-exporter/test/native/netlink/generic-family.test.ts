import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { withNetlink } from "../../../src/native/netlink/connection.ts";
import { decodeFamilyId, findGenericFamily, genericRequest } from "../../../src/native/netlink/generic-family.ts";
import { attributes, failure, fakeKernel, text, u16, u32 } from "../../support/fake-kernel.ts";

const HEAD = Buffer.from([1, 2, 0, 0]);

test("a family is asked for by its name", () => {
  let asked = "";
  const kernel = fakeKernel(({ type, body }) => {
    asked = `${type} ${body.toString("latin1")}`;
    return [
      [
        {
          type: 16,
          body: Buffer.concat([HEAD, attributes([2, text("ethtool")], [1, u16(21)], [3, u32(1)])]),
          flags: 0,
        },
        failure(0),
      ],
    ];
  });
  expect(withNetlink(kernel, 16, (connection) => findGenericFamily(connection, "ethtool"))).toEqual({
    name: "ethtool",
    id: 21,
  });
  // CTRL_CMD_GETFAMILY, version 1, then one attribute.
  expect(asked).toBe("16 \u0003\u0001\0\0\u000C\0\u0002\0ethtool\0");
});

test("one that the kernel does not have", () => {
  const kernel = fakeKernel(() => [[failure(2)]]);
  expect(() => withNetlink(kernel, 16, (connection) => findGenericFamily(connection, "nl80211"))).toThrow(
    "CTRL_CMD_GETFAMILY nl80211: no such file or directory",
  );
});

test("an answer without a number, and no answer", () => {
  expect(() => decodeFamilyId(HEAD, 0, 4)).toThrow(ParseError);
  expect(() => decodeFamilyId(HEAD, 0, 2)).toThrow(ParseError);
  const kernel = fakeKernel(() => [[failure(0)]]);
  expect(() => withNetlink(kernel, 16, (connection) => findGenericFamily(connection, "x"))).toThrow(ParseError);
});

test("a request to a family begins with command and version", () => {
  const request = genericRequest({ name: "nl80211", id: 33 }, { name: "GET", number: 5, version: 1 }, [u32(9)]);
  expect(request).toEqual({ name: "GET", type: 33, body: Buffer.from([5, 1, 0, 0, 9, 0, 0, 0]) });
});

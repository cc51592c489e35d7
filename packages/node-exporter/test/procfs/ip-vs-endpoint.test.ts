import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseIpvsEndpoint } from "../../src/procfs/ip-vs-endpoint.ts";
import { parseProblems } from "../support/parse-problems.ts";

const parse = (text: string) => parseIpvsEndpoint(text, "net/ip_vs", 4);

test.each([
  ["C0000201:0050", "192.0.2.1", "80"],
  ["ffffffff:FFFF", "255.255.255.255", "65535"],
  ["00000000:0000", "0.0.0.0", "0"],
])("reads the IPv4 endpoint %s", (text, address, port) => {
  expect(parse(text)).toEqual({ address, port });
});

test.each([
  "2620:0000:0000:0000:0000:0000:0000:0001",
  "0000:0000:0000:0000:0000:0000:0000:0000",
  "2001:0db8:0000:0001:0000:0000:0000:0001",
  "2001:0db8:0000:0001:0000:0002:0003:0004",
  "2001:0db8:0001:0002:0003:0004:0005:0000",
  "0000:0000:0001:0002:0003:0000:0000:0000",
  "FE80:0000:0000:0000:02AA:00FF:FE9A:4CA2",
])("writes the IPv6 address %s as URLs do", (address) => {
  const { hostname } = new URL(`http://[${address}]/`);
  expect(parse(`[${address}]:01BB`)).toEqual({ address: hostname.slice(1, -1), port: "443" });
});

test("an IPv4 address in an IPv6 one is written as such, as Go does", () => {
  expect(parse("[0000:0000:0000:0000:0000:ffff:c000:0201]:0050")).toEqual({ address: "192.0.2.1", port: "80" });
});

test.each(["", "C0000201", "C0000201:005", "C000020G:0050", "[2620::1]:0050", "[2620:0000]:0050"])(
  "refuses %j",
  (text) => {
    expect(() => parse(text)).toThrow(ParseError);
    expect(() => parse(text)).toThrow("net/ip_vs:4: expected address and port");
  },
);

test("throws nothing but ParseError", () => {
  expect(parseProblems("[2620:0000:0000:0000:0000:0000:0000:0001]:0050", parse)).toEqual([]);
});

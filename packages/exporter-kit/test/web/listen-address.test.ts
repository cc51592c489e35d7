import { describe, expect, it } from "vitest";
import { parseListenAddress } from "../../src/web/listen-address.ts";

describe("parseListenAddress", () => {
  it.each([
    [":9100", { kind: "tcp", host: undefined, port: 9100 }],
    ["127.0.0.1:0", { kind: "tcp", host: "127.0.0.1", port: 0 }],
    ["0.0.0.0:65535", { kind: "tcp", host: "0.0.0.0", port: 65_535 }],
    ["[::1]:9100", { kind: "tcp", host: "::1", port: 9100 }],
    ["[fe80::1%eth0]:9100", { kind: "tcp", host: "fe80::1%eth0", port: 9100 }],
    ["localhost:9100", { kind: "tcp", host: "localhost", port: 9100 }],
    ["unix:/run/a.sock", { kind: "unix", path: "/run/a.sock" }],
    ["unix:///run/a.sock", { kind: "unix", path: "/run/a.sock" }],
  ])("%s", (address, target) => {
    expect(parseListenAddress(address)).toEqual(target);
  });

  it.each(["", ":", "9100", "localhost", "::1:9100", "[::1]", "a b:1", ":65536", ":-1", "http://a:1", "unix:"])(
    "refuses %j by its name",
    (address) => {
      expect(() => parseListenAddress(address)).toThrow(`listen address ${JSON.stringify(address)}: `);
    },
  );

  it("refuses a socket path that the kernel would cut", () => {
    expect(() => parseListenAddress(`unix:/${"a".repeat(107)}`)).toThrow("at most 107 bytes");
  });

  it("says what vsock would need", () => {
    expect(() => parseListenAddress("vsock://:9100")).toThrow("needs a native socket");
  });
});

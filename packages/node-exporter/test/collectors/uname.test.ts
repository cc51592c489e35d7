import { hostname, machine, release, type, version } from "node:os";
import { expect, test } from "vitest";
import { uname } from "../../src/collectors/uname.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const pairs = (domainname: string): string =>
  [
    `domainname=${JSON.stringify(domainname)}`,
    `machine=${JSON.stringify(machine())}`,
    `nodename=${JSON.stringify(hostname())}`,
    `release=${JSON.stringify(release())}`,
    `sysname=${JSON.stringify(type())}`,
    `version=${JSON.stringify(version())}`,
  ].join(",");

test("identity of the running kernel, with the domain from procfs", async () => {
  const run = await collectOnce(uname, {}, fixtureHost(temporaryTree({ "proc/sys/kernel/domainname": "example\n" })));
  expect(run.lines).toEqual([`node_uname_info{${pairs("example")}} 1`]);
  expect(run.types.get("node_uname_info")).toBe("gauge");
});

test("a hidden domain is the kernel's default", async () => {
  const run = await collectOnce(uname, {}, fixtureHost(temporaryTree({})));
  expect(run.lines).toEqual([`node_uname_info{${pairs("(none)")}} 1`]);
});

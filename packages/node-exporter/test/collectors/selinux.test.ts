import { describe, expect, test } from "vitest";
import { selinux } from "../../src/collectors/selinux.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const collect = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await collectOnce(selinux, {}, fixtureHost(temporaryTree(files)))).lines;

const LOADED = { "proc/self/attr/current": "system_u:system_r:unconfined_service_t:s0\0" };

test("without SELinux there is one series", async () => {
  expect(await collect({})).toEqual(["node_selinux_enabled 0"]);
  expect(await collect({ "etc/selinux/config": "SELINUX=enforcing\n" })).toEqual(["node_selinux_enabled 0"]);
});

test("mounted but without a policy it is not enabled", async () => {
  const files = { "sys/fs/selinux/enforce": "0", "proc/self/attr/current": "kernel\0" };
  expect(await collect(files)).toEqual(["node_selinux_enabled 0"]);
});

describe("enabled", () => {
  test.each([
    ["SELINUX=enforcing\n", "1", 1, 1],
    ["SELINUX=enforcing\n", "0", 1, 0],
    ["SELINUX=permissive\n", "0", 0, 0],
    ["SELINUX=disabled\n", "1", -1, 1],
    ["", "1", -1, 1],
    ["SELINUX=permissive\n", "", 0, -1],
  ])("config %j and enforce %j", async (config, enforce, configured, current) => {
    const files = { ...LOADED, "sys/fs/selinux/enforce": enforce, "etc/selinux/config": config };
    expect(await collect(files)).toEqual([
      `node_selinux_config_mode ${configured}`,
      `node_selinux_current_mode ${current}`,
      "node_selinux_enabled 1",
    ]);
  });

  test("a missing configuration is -1", async () => {
    expect(await collect({ ...LOADED, "sys/fs/selinux/enforce": "1" })).toContain("node_selinux_config_mode -1");
  });
});

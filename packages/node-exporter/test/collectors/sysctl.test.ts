import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sysctl } from "../../src/collectors/sysctl.ts";
import { collectOnce, collectPart, fixtureHost, instantiate } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const FILES: Readonly<Record<string, string>> = {
  "proc/sys/fs/file-nr": "1024\t0\t1631329\n",
  "proc/sys/kernel/threads-max": "7801\n",
  "proc/sys/kernel/seccomp/actions_avail": "kill_process trap allow\n",
  "proc/sys/kernel/ostype": "Linux\n",
  "proc/sys/kernel/empty": "\n",
  "proc/sys/net/ipv4/tcp_rmem": "4096\t131072\t6291456\n",
  "proc/uptime": "42\n",
  "etc/secret": "42\n",
};
const host = () => fixtureHost(temporaryTree(FILES));

test("without a selection it has no samples and is no failure", async () => {
  expect((await collectOnce(sysctl, {}, host())).lines).toEqual([]);
});

test("one number, several by position, several by name, and words", async () => {
  const run = await collectOnce(
    sysctl,
    {
      include: ["fs.file-nr", "fs.file-nr:total,current,max", "kernel.threads-max"],
      includeInfo: ["kernel.seccomp.actions_avail", "kernel.ostype"],
    },
    host(),
  );
  expect(run.lines).toEqual([
    "node_sysctl_fs_file_nr_current 0",
    "node_sysctl_fs_file_nr_max 1631329",
    "node_sysctl_fs_file_nr_total 1024",
    'node_sysctl_fs_file_nr{index="0"} 1024',
    'node_sysctl_fs_file_nr{index="1"} 0',
    'node_sysctl_fs_file_nr{index="2"} 1631329',
    'node_sysctl_info{index="0",name="kernel.ostype",value="Linux"} 1',
    'node_sysctl_info{index="0",name="kernel.seccomp.actions_avail",value="kill_process"} 1',
    'node_sysctl_info{index="1",name="kernel.seccomp.actions_avail",value="trap"} 1',
    'node_sysctl_info{index="2",name="kernel.seccomp.actions_avail",value="allow"} 1',
    "node_sysctl_kernel_threads_max 7801",
  ]);
  expect(run.types.get("node_sysctl_fs_file_nr")).toBe("unknown");
  expect(run.types.get("node_sysctl_fs_file_nr_max")).toBe("unknown");
  expect(run.types.get("node_sysctl_info")).toBe("gauge");
});

test("names and keys become metric names as upstream makes them", async () => {
  const folder = temporaryTree({ "proc/sys/net/a_-_b/c--d": "1\n", "proc/sys/x": "1 2 3\n" });
  const include = ["net.a_-_b.c--d", "x:a-b,c.d,__e"];
  expect((await collectOnce(sysctl, { include }, fixtureHost(folder))).lines).toEqual([
    "node_sysctl_net_a_b_c_d 1",
    "node_sysctl_x___e 3",
    "node_sysctl_x_a_b 1",
    "node_sysctl_x_c_d 2",
  ]);
});

test.each([
  [{ include: ["kernel.empty"] }, "sysctl kernel.empty has no values"],
  [{ includeInfo: ["kernel.empty"] }, "sysctl kernel.empty has no values"],
  [{ include: ["kernel.threads-max:a,b"] }, "sysctl kernel.threads-max has only one value, but expected [a b]"],
  [{ include: ["fs.file-nr:a,b"] }, "sysctl fs.file-nr has 3 values, but 2 keys are defined in the flag"],
  [{ include: ["fs.file-nr:"] }, "sysctl fs.file-nr has 3 values, but 1 keys are defined in the flag"],
  [{ include: ["kernel.ostype"] }, 'sys/kernel/ostype:1: expected an integer, found "Linux"'],
  [
    { includeInfo: ["kernel.seccomp.actions_avail:a,b,c"] },
    "sys/kernel/seccomp/actions_avail:1: mapped sysctl string values not supported",
  ],
  [{ include: ["kernel.nonexistent"] }, /ENOENT.*sys\/kernel\/nonexistent/],
  [{ include: ["kernel"] }, /^sysctl kernel is a folder: .*sys\/kernel$/],
  [{ include: [""] }, /^sysctl {2}is a folder: /],
])("refuses %j, and keeps what it read before", async (wrong, message) => {
  const include = ["kernel.threads-max", ...("include" in wrong ? (wrong.include ?? []) : [])];
  const run = await collectPart(sysctl, { ...wrong, include }, host());
  expect(run.error).toMatch(message);
  expect(run.lines).toEqual(["node_sysctl_kernel_threads_max 7801"]);
});

test.each(["../uptime", "/../uptime", "..uptime", "../../etc/secret", "fs/../../uptime", "kernel/../../../etc/secret"])(
  "%s leads nowhere",
  async (name) => {
    for (const options of [{ include: [name] }, { includeInfo: [name] }]) {
      const run = await collectPart(sysctl, options, host());
      expect(run.lines).toEqual([]);
      expect(run.error).toMatch(/ENOENT/);
    }
  },
);

test("a parameter that appears later is read then", async () => {
  const folder = temporaryTree(FILES);
  const instance = instantiate(sysctl, { include: ["net.later"] }, fixtureHost(folder));
  await expect(instance.collect()).rejects.toThrow(/ENOENT/);
  mkdirSync(`${folder}/proc/sys/net`, { recursive: true });
  writeFileSync(`${folder}/proc/sys/net/later`, "5\n");
  expect((await instance.collect()).lines).toEqual(["node_sysctl_net_later 5"]);
});

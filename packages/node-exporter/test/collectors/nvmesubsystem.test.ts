import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { nvmesubsystem } from "../../src/collectors/nvmesubsystem.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const SUBSYSTEM = "sys/class/nvme-subsystem/nvme-subsys3";
const FILES: Readonly<Record<string, string>> = {
  [`${SUBSYSTEM}/iopolicy`]: "queue-depth\n",
  [`${SUBSYSTEM}/model`]: "Example Array\n",
  [`${SUBSYSTEM}/serial`]: "S3\n",
  [`${SUBSYSTEM}/subsysnqn`]: "nqn.2014-08.org.example:a\n",
  [`${SUBSYSTEM}/nvme5/state`]: "live\n",
  [`${SUBSYSTEM}/nvme5/transport`]: "tcp\n",
  [`${SUBSYSTEM}/nvme12/state`]: "connecting\n",
  [`${SUBSYSTEM}/nvme12/transport`]: "rdma\n",
  [`${SUBSYSTEM}/nvme3n1/`]: "",
  [`${SUBSYSTEM}/nvme3n20/`]: "",
  [`${SUBSYSTEM}/nvme3c5n1/`]: "",
  [`${SUBSYSTEM}/power/`]: "",
};
const run = (files: Readonly<Record<string, string>>) =>
  collectOnce(nvmesubsystem, {}, fixtureHost(temporaryTree(files)));

const STATES = ["connecting", "dead", "deleting", "live", "new", "resetting", "unknown"];
const states = (controller: string, transport: string, current: string): readonly string[] =>
  STATES.map(
    (state) =>
      `node_nvmesubsystem_path_state{controller="${controller}",state="${state}",subsystem="nvme-subsys3",transport="${transport}"} ${state === current ? 1 : 0}`,
  );

test("identity, namespaces, paths and the state of each", async () => {
  const { lines } = await run(FILES);
  expect(lines).toEqual(
    [
      'node_nvmesubsystem_info{iopolicy="queue-depth",model="Example Array",nqn="nqn.2014-08.org.example:a",serial="S3",subsystem="nvme-subsys3"} 1',
      'node_nvmesubsystem_namespace_info{device="nvme3n1",subsystem="nvme-subsys3"} 1',
      'node_nvmesubsystem_namespace_info{device="nvme3n20",subsystem="nvme-subsys3"} 1',
      'node_nvmesubsystem_paths{subsystem="nvme-subsys3"} 2',
      'node_nvmesubsystem_paths_live{subsystem="nvme-subsys3"} 1',
      ...states("nvme5", "tcp", "live"),
      ...states("nvme12", "rdma", "connecting"),
    ].toSorted(),
  );
});

test.each([
  ["deleting (no IO)", "deleting"],
  ["deleting", "deleting"],
  ["new", "new"],
  ["resetting", "resetting"],
  ["dead", "dead"],
  ["suspended", "unknown"],
  ["", "unknown"],
  ["LIVE", "unknown"],
])("the kernel's state %j is %s", async (text, state) => {
  const { lines } = await run({ ...FILES, [`${SUBSYSTEM}/nvme5/state`]: `${text}\n` });
  expect(lines).toEqual(expect.arrayContaining([...states("nvme5", "tcp", state)]));
  expect(lines).toContain('node_nvmesubsystem_paths_live{subsystem="nvme-subsys3"} 0');
});

test("a subsystem without paths has none, and other entries of the class are passed over", async () => {
  const files = Object.fromEntries(Object.entries(FILES).filter(([path]) => !/nvme(5|12)\//.test(path)));
  const { lines } = await run({ ...files, "sys/class/nvme-subsystem/other/model": "x\n" });
  expect(lines.filter((line) => line.includes("_path"))).toEqual([
    'node_nvmesubsystem_paths_live{subsystem="nvme-subsys3"} 0',
    'node_nvmesubsystem_paths{subsystem="nvme-subsys3"} 0',
  ]);
});

test.each(["subsysnqn", "model", "serial", "iopolicy", "nvme5/state", "nvme12/transport"])(
  "a missing %s fails the collector",
  async (file) => {
    const { [`${SUBSYSTEM}/${file}`]: _removed, ...files } = FILES;
    const failing = run(files);
    await expect(failing).rejects.toThrow(NoDataError);
    await expect(failing).rejects.toThrow(file);
  },
);

test("no class is no data, and it is off unless asked for", async () => {
  await expect(run({})).rejects.toThrow(NoDataError);
  expect(nvmesubsystem.enabledByDefault).toBe(false);
});

import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { fibrechannel } from "../../src/collectors/fibrechannel.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const HOST = "sys/class/fc_host/host3";
const run = (files: Readonly<Record<string, string>>) =>
  collectOnce(fibrechannel, {}, fixtureHost(temporaryTree(files)));

const FILES = {
  [`${HOST}/dev_loss_tmo`]: "60\n",
  [`${HOST}/fabric_name`]: "0x0\n",
  [`${HOST}/port_id`]: "0x010203\n",
  [`${HOST}/port_name`]: "0x1000e0071bce95f3\n",
  [`${HOST}/port_state`]: "Online\n",
  [`${HOST}/port_type`]: "NPort (fabric via point-to-point)\n",
  [`${HOST}/speed`]: "32 Gbit\n",
  [`${HOST}/statistics/dumped_frames`]: "0xffffffffffffffff\n",
  [`${HOST}/statistics/fcp_packet_aborts`]: "0x13\n",
  [`${HOST}/statistics/invalid_crc_count`]: "7\n",
  [`${HOST}/statistics/rx_frames`]: "0xfffffffffffffffe\n",
  [`${HOST}/supported_classes`]: "Class 3\n",
  [`${HOST}/supported_speeds`]: "8 Gbit, 16 Gbit, 32 Gbit\n",
  [`${HOST}/symbolic_name`]: "Adapter FV12.4\n",
};

test("identity without the prefix of numbers, and the counters that the adapter has", async () => {
  const { lines, types } = await run(FILES);
  expect(lines).toEqual([
    'node_fibrechannel_fcp_packet_aborts_total{fc_host="host3"} 19',
    'node_fibrechannel_info{dev_loss_tmo="60",fabric_name="0",fc_host="host3",port_id="010203",port_name="1000e0071bce95f3",port_state="Online",port_type="NPort (fabric via point-to-point)",speed="32 Gbit",supported_classes="Class 3",supported_speeds="8 Gbit, 16 Gbit, 32 Gbit",symbolic_name="Adapter FV12.4"} 1',
    'node_fibrechannel_invalid_crc_total{fc_host="host3"} 7',
    'node_fibrechannel_rx_frames_total{fc_host="host3"} 18446744073709552000',
  ]);
  expect(types.get("node_fibrechannel_rx_frames_total")).toBe("counter");
});

test.each([
  ["says so", "Unknown\n"],
  ["has no state", undefined],
])("a port that %s has zeros for counters, whatever its files hold", async (_what, state) => {
  const { [`${HOST}/port_state`]: _state, ...others } = FILES;
  const { samples } = await run(state === undefined ? others : { ...others, [`${HOST}/port_state`]: state });
  const counters = samples.filter(({ name }) => name.endsWith("_total"));
  expect(counters).toHaveLength(14);
  expect(new Set(counters.map(({ value }) => value))).toEqual(new Set([0]));
});

test("what a driver does not tell is an empty label, and a short number keeps its form", async () => {
  const { lines } = await run({ [`${HOST}/port_state`]: "Linkdown\n", [`${HOST}/port_id`]: "0x\n" });
  expect(lines).toEqual([
    'node_fibrechannel_info{dev_loss_tmo="",fabric_name="",fc_host="host3",port_id="0x",port_name="",port_state="Linkdown",port_type="",speed="",supported_classes="",supported_speeds="",symbolic_name=""} 1',
  ]);
});

test("each port has series of its own", async () => {
  const { lines } = await run({
    ...FILES,
    "sys/class/fc_host/host10/port_state": "Online\n",
    "sys/class/fc_host/host10/statistics/rx_frames": "0x2\n",
  });
  expect(lines).toContain('node_fibrechannel_rx_frames_total{fc_host="host10"} 2');
  expect(lines).toContain('node_fibrechannel_invalid_crc_total{fc_host="host3"} 7');
});

test("a counter that is no number fails the collector and is named", async () => {
  const failing = run({ ...FILES, [`${HOST}/statistics/rx_frames`]: "many\n" });
  await expect(failing).rejects.toThrow(ParseError);
  await expect(failing).rejects.toThrow("class/fc_host/host3/statistics/rx_frames");
});

test("no class is no data, and an empty one has no series", async () => {
  await expect(run({})).rejects.toThrow(NoDataError);
  expect((await run({ "sys/class/fc_host/": "" })).lines).toEqual([]);
});

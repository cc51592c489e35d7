import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { infiniband } from "../../src/collectors/infiniband.ts";
import { PORT_COUNTERS } from "../../src/infiniband/port-counters.ts";
import { collectOnce, fixtureHost, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const CLASS = "sys/class/infiniband";
const port = (device: string, number: string): Readonly<Record<string, string>> => ({
  [`${CLASS}/${device}/fw_ver`]: "16.35.2000\n",
  [`${CLASS}/${device}/ports/${number}/state`]: "4: ACTIVE\n",
  [`${CLASS}/${device}/ports/${number}/phys_state`]: "5: LinkUp\n",
  [`${CLASS}/${device}/ports/${number}/rate`]: "25 Gb/sec (1X EDR)\n",
});
const PORT = `${CLASS}/mlx5_0/ports/1`;
const run = (files: Readonly<Record<string, string>>, overrides: Readonly<Record<string, unknown>> = {}) =>
  collectOnce(infiniband, overrides, fixtureHost(temporaryTree(files)));

describe("a port", () => {
  test("has its states, its rate in bytes, and an info series of its adapter", async () => {
    const { lines } = await run({ ...port("mlx5_0", "1"), [`${CLASS}/mlx5_0/hca_type`]: "MT4119\n" });
    expect(lines).toEqual([
      'node_infiniband_info{board_id="",device="mlx5_0",firmware_version="16.35.2000",hca_type="MT4119"} 1',
      'node_infiniband_physical_state_id{device="mlx5_0",port="1"} 5',
      'node_infiniband_rate_bytes_per_second{device="mlx5_0",port="1"} 3125000000',
      'node_infiniband_state_id{device="mlx5_0",port="1"} 4',
    ]);
  });

  test("has the counters of each folder under their names", async () => {
    const files = Object.fromEntries(PORT_COUNTERS.map(([, file], at) => [`${PORT}/${file}`, `${at + 1}\n`]));
    const { samples, types } = await run({ ...port("mlx5_0", "1"), ...files });
    const byName = new Map(samples.map(({ name, value }) => [name, value]));
    for (const [at, [name, file]] of PORT_COUNTERS.entries()) {
      expect([name, byName.get(name)]).toEqual([name, /port_(rcv|xmit)_data/.test(file) ? (at + 1) * 4 : at + 1]);
      expect(types.get(name)).toBe("counter");
    }
    expect(PORT_COUNTERS).toHaveLength(59);
  });

  test("counts data in bytes, with the wrap of 64 bits", async () => {
    const { lines } = await run({
      ...port("mlx5_0", "1"),
      [`${PORT}/counters/port_rcv_data`]: "4611686018427387905\n",
      [`${PORT}/counters/port_xmit_data`]: "18446744073709551615\n",
    });
    expect(lines).toContain('node_infiniband_port_data_received_bytes_total{device="mlx5_0",port="1"} 4');
    expect(lines).toContain(
      `node_infiniband_port_data_transmitted_bytes_total{device="mlx5_0",port="1"} ${2 ** 64 - 4}`,
    );
  });

  test("has the lifespan of its counters in whole seconds", async () => {
    const { lines, types } = await run({ ...port("mlx5_0", "1"), [`${PORT}/hw_counters/lifespan`]: "2999\n" });
    expect(lines).toContain('node_infiniband_lifespan_seconds{device="mlx5_0",port="1"} 2');
    expect(types.get("node_infiniband_lifespan_seconds")).toBe("gauge");
  });

  test("without performance management has no counters", async () => {
    const { lines } = await run({ ...port("mlx5_0", "1"), [`${PORT}/counters/symbol_error`]: "N/A (no PMA)\n" });
    expect(lines.some((line) => line.includes("symbol_error"))).toBe(false);
    expect(lines).toHaveLength(4);
  });
});

describe("what is missing or wrong", () => {
  test.each(["fw_ver", "ports/1/state", "ports/1/phys_state", "ports/1/rate"])("no %s, no data", async (file) => {
    const { [`${CLASS}/mlx5_0/${file}`]: _removed, ...files } = port("mlx5_0", "1");
    const failing = run({ ...files, [`${PORT}/`]: "" });
    await expect(failing).rejects.toThrow(NoDataError);
    await expect(failing).rejects.toThrow(file);
  });

  test.each([
    ["counters/symbol_error", "some\n"],
    ["hw_counters/lifespan", "-1\n"],
    ["state", "ACTIVE\n"],
    ["phys_state", "5\n"],
    ["rate", "fast\n"],
  ])("%s of %j fails the collector and is named", async (file, text) => {
    const failing = run({ ...port("mlx5_0", "1"), [`${PORT}/${file}`]: text });
    await expect(failing).rejects.toThrow(ParseError);
    await expect(failing).rejects.toThrow(`class/infiniband/mlx5_0/ports/1/${file}`);
  });

  test("a port without a number fails it too", async () => {
    await expect(run({ ...port("mlx5_0", "1"), ...port("mlx5_0", "left") })).rejects.toThrow(ParseError);
  });

  test("no class, or a device without ports, is no data", async () => {
    await expect(run({})).rejects.toThrow(NoDataError);
    await expect(run({ [`${CLASS}/mlx5_0/fw_ver`]: "1\n" })).rejects.toThrow(NoDataError);
  });
});

describe("devices", () => {
  const files = { ...port("mlx5_0", "1"), ...port("mlx5_1", "1"), ...port("mlx5_1", "2"), ...port("hfi1_0", "1") };
  const ports = async (overrides: Readonly<Record<string, unknown>>): Promise<readonly string[]> =>
    (await run(files, overrides)).samples
      .filter(({ name }) => name === "node_infiniband_state_id")
      .map(({ labels }) => labels);

  test("all have series of their own", async () => {
    expect(await ports({})).toEqual([
      'device="hfi1_0",port="1"',
      'device="mlx5_0",port="1"',
      'device="mlx5_1",port="1"',
      'device="mlx5_1",port="2"',
    ]);
  });

  test("are chosen by both patterns", async () => {
    expect(await ports({ include: matcher("^mlx5_") })).toHaveLength(3);
    expect(await ports({ exclude: matcher("_0$") })).toEqual(['device="mlx5_1",port="1"', 'device="mlx5_1",port="2"']);
    expect(await ports({ include: matcher("^mlx5_"), exclude: matcher("1$") })).toEqual(['device="mlx5_0",port="1"']);
  });

  test("a broken one that is left out costs nothing", async () => {
    const broken = { ...files, [`${CLASS}/hfi1_0/ports/1/rate`]: "?\n" };
    const { lines } = await run(broken, { exclude: matcher("^hfi") });
    expect(lines).toContain('node_infiniband_state_id{device="mlx5_0",port="1"} 4');
  });
});

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseExposition } from "@sightglass/metrics-registry";
import { SIGHTGLASS } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { serverDirectory, startProcess, type RunningProcess } from "../servers/process.ts";
import { waitFor } from "../servers/wait-for.ts";

const NAMESPACE = `sightglass-${process.pid}`;
const socketPath = join(serverDirectory("device-rename"), "agent.sock");
let agent: RunningProcess;

const ip = (...args: readonly string[]): string => execFileSync("ip", args, { encoding: "utf8", timeout: 10_000 });
const inside = (...args: readonly string[]): string => ip("-n", NAMESPACE, ...args);

/** One scrape over the agent's unix socket, since it lives in a network of its own. */
function scrape(): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path: "/metrics?collect[]=netclass&collect[]=netdev", timeout: 5_000 });
    call.once("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.once("end", () => resolve(text));
    });
    call.once("error", reject);
    call.end();
  });
}

/** Value of a family for a device. */
async function valueOf(name: string, device: string): Promise<number | undefined> {
  const family = parseExposition(await scrape(), { format: "text" }).find((one) => one.name === name);
  const point = family?.points.find(({ labels }) => labels.some(([, value]) => value === device));
  return point !== undefined && "value" in point ? point.value : undefined;
}

beforeAll(async () => {
  ensureBuilt();
  ip("netns", "add", NAMESPACE);
  for (const [device, mtu] of [
    ["one", "1111"],
    ["two", "1222"],
  ] as const) {
    inside("link", "add", device, "type", "bridge");
    inside("link", "set", device, "mtu", mtu);
  }
  agent = startProcess({
    name: "device-rename",
    command: "ip",
    args: ["netns", "exec", NAMESPACE, SIGHTGLASS, "node", `--web.listen-address=unix:${socketPath}`],
  });
  await waitFor("the agent's socket", { timeoutMs: 30_000 }, () => existsSync(socketPath));
}, 120_000);

afterAll(async () => {
  await agent?.stop();
  ip("netns", "delete", NAMESPACE);
});

test("two network devices that swap names between two scrapes are each shown under their new name", async () => {
  const indexOf = (device: string): number => Number(/^(\d+):/.exec(inside("-o", "link", "show", "dev", device))?.[1]);
  const [first, second] = [indexOf("one"), indexOf("two")];
  expect(await valueOf("node_network_mtu_bytes", "one")).toBe(1111);
  expect(await valueOf("node_network_iface_id", "two")).toBe(second);

  inside("link", "set", "one", "name", "spare");
  inside("link", "set", "two", "name", "one");
  inside("link", "set", "spare", "name", "two");

  expect(await valueOf("node_network_mtu_bytes", "one")).toBe(1222);
  expect(await valueOf("node_network_mtu_bytes", "two")).toBe(1111);
  expect(await valueOf("node_network_iface_id", "one")).toBe(second);
  expect(await valueOf("node_network_iface_id", "two")).toBe(first);
});

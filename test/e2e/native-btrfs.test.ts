import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseExposition } from "@sightglass/metrics-registry";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { startNodeExporter } from "../servers/node-exporter.ts";
import { waitFor } from "../servers/wait-for.ts";

const FLAGS = ["--collector.disable-defaults", "--collector.btrfs"];
const IMAGE_BYTES = 256 * 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), "sightglass-btrfs-"));
const mountPoint = join(folder, "mount point");
const devices: string[] = [];
let uuid = "";
let ours: HttpServerProcess;
let theirs: HttpServerProcess;

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: "utf8", timeout: 30_000, stdio: ["ignore", "pipe", "ignore"] }).trim();

/** Unmounts, as soon as nobody else on the machine, such as another exporter, looks at the mount. */
async function unmount(path: string): Promise<void> {
  await waitFor(`the end of ${path}`, { timeoutMs: 10_000, intervalMs: 50 }, () => {
    run("umount", path);
    return true;
  });
}

interface Page {
  readonly samples: ReadonlyMap<string, number>;
  readonly types: ReadonlyMap<string, string>;
}

/** Series of this test's file system; the machine may have others. */
async function scrape(server: HttpServerProcess): Promise<Page> {
  const answer = await fetch(`${server.url}/metrics`, { signal: AbortSignal.timeout(5000) });
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  for (const { name, type, points } of parseExposition(await answer.text(), { format: "text" })) {
    if (!name.startsWith("node_btrfs_")) continue;
    types.set(name, type);
    for (const point of points) {
      if (!("value" in point) || !point.labels.some(([, value]) => value === uuid)) continue;
      const labels = point.labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`).toSorted();
      samples.set(`${name}{${labels.join(",")}}`, point.value);
    }
  }
  return { samples, types };
}

const namesOf = ({ samples }: Page): readonly string[] =>
  [...samples.keys()].filter((series) => series.startsWith("node_btrfs_device_")).toSorted();

beforeAll(async () => {
  ensureBuilt();
  mkdirSync(mountPoint);
  for (const name of ["a", "b", "c"]) {
    const image = join(folder, name);
    writeFileSync(image, "");
    truncateSync(image, IMAGE_BYTES);
    devices.push(run("losetup", "--show", "--find", image));
  }
  run("mkfs.btrfs", "--quiet", "--label", "live", "--data", "raid1", "--metadata", "raid1c3", ...devices);
  run("btrfs", "device", "scan", ...devices);
  run("mount", devices[0] as string, mountPoint);
  uuid = run("findmnt", "--noheadings", "--output", "UUID", mountPoint);
  run("btrfs", "subvolume", "create", join(mountPoint, "sub"));
  writeFileSync(join(mountPoint, "file"), Buffer.alloc(8 * 1024 * 1024, 1));
  run("sync", "--file-system", mountPoint);
  [ours, theirs] = await Promise.all([
    startAgent({ flags: FLAGS }),
    startNodeExporter({ version: "current", flags: FLAGS }),
  ]);
}, 500_000);

afterAll(async () => {
  await Promise.all([ours?.stop(), theirs?.stop()]);
  for (const undo of [["umount", "--lazy", mountPoint], ...devices.map((device) => ["losetup", "--detach", device])]) {
    try {
      run(undo[0] as string, ...undo.slice(1));
    } catch {
      // Never made, or undone by a test.
    }
  }
  rmSync(folder, { recursive: true, force: true });
});

test("a mounted file system of three devices has node_exporter's series, values and types", async () => {
  let pages: readonly [Page, Page] | undefined;
  await waitFor("agreement", { timeoutMs: 15_000, intervalMs: 500 }, async () => {
    pages = await Promise.all([scrape(ours), scrape(theirs)]);
    expect(pages[0]).toEqual(pages[1]);
    return true;
  }).catch(() => undefined);
  expect(pages?.[0].samples).toEqual(pages?.[1].samples);
  expect(pages?.[0].types).toEqual(pages?.[1].types);
  const names = namesOf(pages?.[0] as Page);
  // Of each device its size, what it has free, and five kinds of errors.
  expect(names).toHaveLength(3 * 7);
  for (const device of devices) {
    const own = names.filter((series) => series.includes(`device="${device.replace("/dev/", "")}"`));
    expect(own).toHaveLength(7);
    for (const series of own) expect(series).toMatch(/btrfs_dev_uuid="[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/);
  }
});

test("no mount point is left open, so that it can be unmounted between any two scrapes", async () => {
  for (let round = 0; round < 5; round += 1) {
    await scrape(ours);
    const open = readdirSync(`/proc/${ours.pid}/fd`).filter((descriptor) => {
      try {
        return readlinkSync(`/proc/${ours.pid}/fd/${descriptor}`).startsWith(folder);
      } catch {
        return false;
      }
    });
    expect(open).toEqual([]);
    await unmount(mountPoint);
    run("mount", devices[0] as string, mountPoint);
  }
});

test("a folder of the file system that is mounted elsewhere will do, once its own mount point is gone", async () => {
  const elsewhere = join(folder, "elsewhere");
  mkdirSync(elsewhere);
  run("mount", "--bind", join(mountPoint, "sub"), elsewhere);
  try {
    await unmount(mountPoint);
    expect(namesOf(await scrape(ours))).toHaveLength(3 * 7);
  } finally {
    run("mount", devices[0] as string, mountPoint);
    await unmount(elsewhere);
  }
});

test("without a way to the mount point the files tell of devices and of their errors", async () => {
  const blind = await startAgent({ flags: [...FLAGS, `--path.rootfs=${join(folder, "nowhere")}`] });
  try {
    const page = await scrape(blind);
    const sizes = [...page.samples].filter(([series]) => series.startsWith("node_btrfs_device_size_bytes"));
    expect(sizes).toEqual(
      devices.map((device) => [
        `node_btrfs_device_size_bytes{device="${device.replace("/dev/", "")}",uuid="${uuid}"}`,
        IMAGE_BYTES,
      ]),
    );
    const errors = [...page.samples.keys()].filter((series) => series.startsWith("node_btrfs_device_errors_total"));
    expect(errors).toHaveLength(3 * 5);
    expect(errors.filter((series) => series.includes('device="devid-2"'))).toHaveLength(5);
  } finally {
    await blind.stop();
  }
});

test("a file system that is unmounted is gone from the page", async () => {
  await unmount(mountPoint);
  await waitFor("a page without it", { timeoutMs: 10_000 }, async () => (await scrape(ours)).samples.size === 0);
});

import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test, vi } from "vitest";
import { os } from "../../src/collectors/os.ts";
import { collectOnce, fixtureHost, instantiate } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const FEDORA = 'NAME="Fedora Linux"\nID=fedora\nVERSION_ID=42\nSUPPORT_END=2026-05-13\nPRETTY_NAME="Fedora Linux 42"\n';

const collect = (files: Readonly<Record<string, string>>) => collectOnce(os, {}, fixtureHost(temporaryTree(files)));

test("release, version and end of support", async () => {
  const run = await collect({ "etc/os-release": FEDORA });
  expect(run.lines).toEqual([
    'node_os_info{build_id="",id="fedora",id_like="",image_id="",image_version="",name="Fedora Linux",pretty_name="Fedora Linux 42",variant="",variant_id="",version="",version_codename="",version_id="42"} 1',
    "node_os_support_end_timestamp_seconds 1778630400",
    'node_os_version{id="fedora",id_like="",name="Fedora Linux"} 42',
  ]);
});

test("the administrator's file goes before the distribution's", async () => {
  const both = await collect({ "etc/os-release": "ID=own", "usr/lib/os-release": "ID=theirs" });
  const one = await collect({ "usr/lib/os-release": "ID=theirs" });
  expect(both.lines[0]).toContain('id="own"');
  expect(one.lines[0]).toContain('id="theirs"');
});

describe("version", () => {
  test.each([
    ["22.04", 22.04],
    ["3.18.4", 3.18],
    ["15-SP5", 15],
    ["20.", 20],
    ["rolling", undefined],
    ["", undefined],
    ["0", undefined],
  ])("%j is %j", async (id, version) => {
    const run = await collect({ "etc/os-release": `VERSION_ID="${id}"` });
    expect(run.samples.find(({ name }) => name === "node_os_version")?.value).toBe(version);
  });
});

test("a changed file is seen at the next scrape", async () => {
  const folder = temporaryTree({ "etc/os-release": "VERSION_ID=1" });
  const instance = instantiate(os, {}, fixtureHost(folder));
  const version = async (): Promise<number | undefined> =>
    (await instance.collect()).samples.find(({ name }) => name === "node_os_version")?.value;
  expect(await version()).toBe(1);
  writeFileSync(join(folder, "etc/os-release"), "VERSION_ID=2");
  expect(await version()).toBe(2);
});

test("a file that has long been the same is read once, until another is in its place", async () => {
  const folder = temporaryTree({ "etc/os-release": "ID=first" });
  const host = fixtureHost(folder);
  const text = vi.fn((path: string) => host.root.text(path));
  const instance = instantiate(
    os,
    {},
    {
      ...host,
      root: { ...host.root, text },
      now: () => Date.now() / 1000 + 10,
    },
  );
  const idOf = async (): Promise<string | undefined> => (await instance.collect()).lines[0]?.match(/,id="(.*?)"/)?.[1];
  expect([await idOf(), await idOf(), await idOf()]).toEqual(["first", "first", "first"]);
  expect(text).toHaveBeenCalledTimes(1);
  writeFileSync(join(folder, "etc/other"), "ID=other");
  renameSync(join(folder, "etc/other"), join(folder, "etc/os-release"));
  expect([await idOf(), await idOf()]).toEqual(["other", "other"]);
  expect(text).toHaveBeenCalledTimes(2);
});

test("no file is no data, a damaged one an error", async () => {
  await expect(collect({})).rejects.toThrow(NoDataError);
  await expect(collect({ "etc/os-release": 'ID="open' })).rejects.toThrow(ParseError);
  await expect(collect({ "etc/os-release": "SUPPORT_END=2026-02-31" })).rejects.toThrow(ParseError);
  await expect(collect({ "etc/os-release": "SUPPORT_END=soon" })).rejects.toThrow(ParseError);
});

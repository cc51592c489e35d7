import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { modulePathsOf } from "../../src/modules/module-paths.ts";
import { programFlags } from "../../src/program/program-flags.ts";
import { fixtureProgram } from "../program/fixture-program.ts";
import { moduleFolder } from "./module-folder.ts";

const table = programFlags(fixtureProgram);

it.each([
  [["--collector.module=a"], ["a"]],
  [
    ["--collector.module", "a", "--collector.module=b"],
    ["a", "b"],
  ],
  [["--collector.unknown", "--collector.module=a", "--collector.unknown.x", "v"], ["a"]],
  // What another flag takes for its value is none.
  [["--log.level", "--collector.module=a"], []],
  [["--web.enable-lifecycle", "--collector.module=a"], ["a"]],
  [["--", "--collector.module=a"], []],
  [["--collector.module"], []],
])("%j names %j", async (argv, expected) => {
  expect(await modulePathsOf(argv, table, {})).toEqual(expected);
});

it("a flag beats the environment, which beats the file", async () => {
  const { "c.yml": file } = moduleFolder({ "c.yml": "collector: {module: [f, g]}\n" });
  const env = { SIGHTGLASS_COLLECTOR_MODULE: "e\nf" };
  const config = `--config.file=${file}`;
  expect(await modulePathsOf([config, "--collector.module=a"], table, env)).toEqual(["a"]);
  expect(await modulePathsOf([config], table, env)).toEqual(["e", "f"]);
  expect(await modulePathsOf([config], table, {})).toEqual(["f", "g"]);
  expect(await modulePathsOf([], table, { SIGHTGLASS_CONFIG_FILE: file })).toEqual(["f", "g"]);
});

it("a file that names none, is not there or is no file names none", async () => {
  const { "c.yml": file } = moduleFolder({ "c.yml": "log.level: warn\ncollector: {alpha: true}\n" });
  for (const path of [file, "/nowhere/c.yml", dirname(file)]) {
    expect(await modulePathsOf([`--config.file=${path}`], table, {})).toEqual([]);
  }
  writeFileSync(join(dirname(file), "bad.yml"), "a: [\n");
  await expect(modulePathsOf([`--config.file=${dirname(file)}/bad.yml`], table, {})).rejects.toThrow(/bad\.yml:\d+: /);
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { EffectiveConfiguration } from "../../src/program/effective-configuration.ts";
import { start } from "./start-program.ts";

it("is served as JSON: where each value comes from, what collectors gave, and no secret", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kit-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "c.yml");
  writeFileSync(file, "agent: test\nlog.level: warn\nseries_rules: {drop: ['process_.*'], max_series_per_family: 9}\n");
  const env = { SIGHTGLASS_COLLECTOR_BETA: "true" };
  const program = await start([`--config.file=${file}`, "--path.root=ftp://me:secret@host/"], { env });
  onTestFinished(async () => void (await program.stop()));
  await program.get("/metrics");
  const { status, text } = await program.get("/-/config");
  expect(status).toBe(200);
  expect(text).not.toContain("secret");
  const configuration = JSON.parse(text) as EffectiveConfiguration;
  expect(configuration).toMatchObject({
    program: "test_exporter",
    agent: "test",
    version: "1.2.3",
    series_rules: { drop: ["process_.*"], max_series_per_family: 9 },
    collectors: [
      { name: "alpha", enabled: true, series: 1 },
      { name: "beta", enabled: true, series: 1 },
      { name: "gamma", enabled: true, series: 0 },
    ],
  });
  const option = (name: string) => configuration.options.find((one) => one.name === name);
  expect(option("log.level")).toEqual({
    name: "log.level",
    value: "warn",
    origin: "file",
    place: `log.level (${file}:2)`,
  });
  expect(option("path.root")).toMatchObject({ value: "ftp://me:<hidden>@host/", origin: "flag" });
  expect(option("collector.beta")).toMatchObject({ value: "true", origin: "environment" });
  expect(option("web.max-requests")).toEqual({ name: "web.max-requests", value: "40", origin: "default", place: "" });
  expect(configuration.families.filter(({ collector }) => collector !== "")).toEqual([
    { name: "test_alpha", collector: "alpha", series: 1 },
    { name: "test_beta", collector: "beta", series: 1 },
  ]);
  expect((await program.get("/-/config", { method: "POST" })).status).toBe(405);
});

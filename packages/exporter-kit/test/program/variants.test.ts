import { defineCollector } from "@sightglass/metrics-registry";
import { expect, it } from "vitest";
import type { Program } from "../../src/program/define-program.ts";
import { fixtureProgram } from "./fixture-program.ts";
import { start } from "./start-program.ts";

const variant = (name: string, enabledByDefault: boolean) =>
  defineCollector({
    name,
    help: `Another ${name}.`,
    enabledByDefault,
    read: () => 5,
    families: (family) => [
      family({ name: `test_other_${name}`, type: "gauge", help: "Five.", samples: (value, emit) => emit(value) }),
    ],
  });

const program: Program = {
  ...fixtureProgram,
  variants: async ({ root }: { readonly root: string }) =>
    root === "/other" ? [variant("alpha", false), variant("beta", true)] : undefined,
};

async function scrape(flags: readonly string[]): Promise<string> {
  const started = await start(flags, {}, program);
  try {
    return (await started.get("/metrics")).text;
  } finally {
    await started.stop();
  }
}

it("the program's own options choose what runs under a collector's name", async () => {
  const plain = await scrape([]);
  expect(plain).toContain("test_alpha{");
  expect(plain).not.toContain("test_other");
  const other = await scrape(["--path.root=/other"]);
  expect(other).toContain("test_other_beta 5\n");
  expect(other).toContain('test_status{collector="alpha",reason="disabled"} 1\n');
  expect(other).not.toContain("test_alpha{");
  // The collector without a variant is as it is.
  expect(other).toContain('test_status{collector="gamma",reason="no_data"} 1\n');
});

it("what is named on the command line runs, and what is not does not without defaults", async () => {
  const named = await scrape(["--path.root=/other", "--collector.alpha", "--collector.disable-defaults"]);
  expect(named).toContain("test_other_alpha 5\n");
  expect(named).not.toContain("test_other_beta");
});

import { describe, expect, it } from "vitest";
import { createOwnerFinder } from "../../src/compare/family-owners.ts";
import { testProgram } from "../support/program.ts";

describe("createOwnerFinder", () => {
  it.each([
    ["node_cpu_info", "collector", "cpu"],
    ["node_swap_used_bytes", "collector", "swap"],
    ["node_scrape_collector_status", "program", "about the program itself"],
    ["test_build_info", "program", "about the program itself"],
    ["other_build_info", "program", "about the program itself"],
    ["go_threads", "program", "about the program itself"],
    ["sightglass_dropped_samples_total", "program", "about the program itself"],
    ["mysql_global_status_threads", "prefix", "mysql_global_*"],
    ["up", "prefix", "up"],
  ])("gives %s to the %s %s", (family, kind, name) => {
    expect(createOwnerFinder([testProgram])(family)).toMatchObject({ kind, name });
  });
});

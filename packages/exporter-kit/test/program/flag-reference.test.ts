import { describe, expect, it } from "vitest";
import { renderFlagReference } from "../../src/program/flag-reference.ts";
import { fixtureProgram } from "./fixture-program.ts";

describe("renderFlagReference", () => {
  const text = renderFlagReference(fixtureProgram);

  it("lists every visible flag with default, meaning and variables", () => {
    expect(text).toContain("# Flags of test_exporter\n");
    expect(text).toContain(
      "| `--collector.alpha.exclude=REGEX` | `^two$` | Names left out. | `SIGHTGLASS_COLLECTOR_ALPHA_EXCLUDE` |\n",
    );
    expect(text).toContain(
      "| `--log.format=logfmt\\|json` | `logfmt` | Form of log lines. | `SIGHTGLASS_LOG_FORMAT` |\n",
    );
    expect(text).toContain("`SIGHTGLASS_RUNTIME_GOMAXPROCS`, `GOMAXPROCS`");
    expect(text).toContain("Not in the configuration file.");
  });

  it("lists old names", () => {
    expect(text).toContain("| `--collector.alpha.ignored` | `--collector.alpha.exclude` |\n");
  });

  it("has rows of four cells only", () => {
    const rows = text.split("\n").filter((line) => line.startsWith("| `--") && !line.includes("alpha.ignored"));
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      expect(row.replaceAll("\\|", "").split("|")).toHaveLength(6);
    }
  });
});

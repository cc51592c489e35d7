import { describe, expect, it } from "vitest";
import { renderHelp } from "../../src/flags/help.ts";
import { createTestTable } from "./table.ts";

describe("renderHelp", () => {
  const text = renderHelp({ usage: "test_exporter", description: "Tests." }, createTestTable());

  it("starts with usage and description", () => {
    expect(text.startsWith("usage: test_exporter [<flags>]\n\nTests.\n\nGeneral:\n  -h, --help")).toBe(true);
  });

  it("shows form, default and own variable of every visible flag", () => {
    expect(text).toContain(
      "  --web.listen-address=ADDRESS ...\n                          Where to listen. (default: :9100)\n",
    );
    expect(text).toContain("  --log.level=debug|info  Least level. (default: info)\n");
    expect(text).toContain("No effect. (default: 1; also: $GOMAXPROCS)");
    expect(text).toContain("  --[no-]collector.net    Network.");
    expect(text).not.toContain("test.secret");
    expect(text).not.toContain("ignored-devices");
  });
});

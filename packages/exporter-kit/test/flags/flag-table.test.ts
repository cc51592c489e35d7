import { describe, expect, it } from "vitest";
import { createFlagTable, flagEntries } from "../../src/flags/flag-table.ts";
import { createTestTable } from "./table.ts";

describe("createFlagTable", () => {
  it("suggests visible flags only", () => {
    expect(createTestTable().suggest("test.secert")).toBeUndefined();
    expect(createTestTable().suggest("test.wiat")).toBe("test.wait");
  });

  it("refuses two options with one flag, be it by an old name", () => {
    const one = flagEntries({ a: { flag: "x", type: "boolean", default: true, help: "" } }, "A");
    const two = flagEntries({ b: { flag: "y", aliases: ["x"], type: "boolean", default: true, help: "" } }, "A");
    expect(() => createFlagTable([...one, ...two])).toThrow("two options claim the flag --x");
  });
});

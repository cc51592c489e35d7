import { describe, expect, it } from "vitest";
import { parseYamlDocuments } from "../../src/config/yaml-tree.ts";
import { UsageError } from "../../src/flags/usage-error.ts";

const parse = (text: string) => parseYamlDocuments("f.yml", text);

describe("parseYamlDocuments", () => {
  it("gives every document, with texts as they stand in the file", async () => {
    expect(await parse("a: 0x10\n---\n- yes\n- 1.50\n---\n")).toEqual([
      { kind: "map", entries: [{ key: "a", line: 1, value: { kind: "text", text: "0x10" } }] },
      {
        kind: "list",
        items: [
          { kind: "text", text: "yes" },
          { kind: "text", text: "1.50" },
        ],
      },
      { kind: "nothing" },
    ]);
    expect(await parse("")).toEqual([]);
  });

  it("puts aliases in", async () => {
    const [document] = await parse("a: &x {b: 1}\nc: *x\n");
    expect(document).toMatchObject({
      entries: [{ key: "a" }, { key: "c", value: { entries: [{ key: "b", value: { text: "1" } }] } }],
    });
  });

  it.each([
    ["a: 1\na: 2\n", /^f\.yml:\d: .*unique/],
    ["a: [\n", /^f\.yml:\d: /],
    ["a: &x [*x]\n", /^f\.yml:1: /],
    [`a: ${"[".repeat(30)}${"]".repeat(30)}\n`, /nested more than 20 deep/],
    ["a: *missing\n", /^f\.yml:1: /],
  ])("refuses %j", async (text, message) => {
    await expect(parse(text)).rejects.toThrow(UsageError);
    await expect(parse(text)).rejects.toThrow(message);
  });
});

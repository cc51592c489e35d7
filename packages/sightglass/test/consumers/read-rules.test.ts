import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UsageError } from "@sightglass/exporter-kit";
import { readRuleFile } from "../../src/consumers/read-rules.ts";
import { folderWith } from "../support/folder.ts";

const read = (content: string) => readRuleFile(join(folderWith({ "rules.yaml": content }), "rules.yaml"));

const RULES = `groups:
  - name: g
    rules:
      - alert: A
        expr: |
          up == 0
        for: 5m
        annotations: {description: "{{ $value }}"}
      - record: r:x
        expr: sum(x)
`;

const indent = (text: string, by: string): string => text.replaceAll(/^(?=.)/gm, by);
const OBJECT = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: n}\nspec:\n${indent(RULES, "  ")}`;

const EXPECTED = [
  { kind: "alert", name: "A", place: "rules.yaml, group g", expression: "up == 0\n", isTemplate: false },
  { kind: "recording rule", name: "r:x", place: "rules.yaml, group g", expression: "sum(x)", isTemplate: false },
];

describe("readRuleFile", () => {
  it.each([
    ["a rule file", RULES],
    ["a PrometheusRule", OBJECT],
    [
      "manifests with one among others",
      `kind: Service\nspec: {groups: [{rules: [{alert: no, expr: x}]}]}\n---\n${OBJECT}---\n`,
    ],
    ["a list of objects", `kind: List\nitems:\n  - kind: Service\n  -\n${indent(OBJECT, "    ")}`],
  ])("reads %s", async (_what, content) => {
    expect(await read(content)).toEqual(EXPECTED);
  });

  it("puts aliases in", async () => {
    const content = "groups:\n  - name: g\n    rules:\n      - &a {alert: A, expr: up}\n      - *a\n";
    expect(await read(content)).toHaveLength(2);
  });

  it.each([
    ["what is no YAML", "groups: [", /rules\.yaml:1: /],
    ["a file without rules", "groups: []\n", /there are no rules in it/],
    [
      "aliases that multiply",
      `a: &a [1,1,1,1,1,1,1,1,1,1]\n${Array.from({ length: 8 }, (_, index) => {
        const [from, to] = ["abcdefghi"[index], "abcdefghi"[index + 1]];
        return `${to}: &${to} [${Array.from({ length: 10 }, () => `*${from}`).join(",")}]`;
      }).join("\n")}\n`,
      /more than 1000000 values/,
    ],
    ["an alias of itself", "a: &a [*a]\n", /nested more than|alias/i],
  ])("refuses %s", async (_what, content, message) => {
    const refusal = read(content);
    await expect(refusal).rejects.toThrow(UsageError);
    await expect(refusal).rejects.toThrow(message);
  });

  it("refuses what is not there, or no file", async () => {
    await expect(readRuleFile("/nonexistent")).rejects.toThrow(/cannot read \/nonexistent: .*ENOENT/);
    await expect(readRuleFile("/")).rejects.toThrow(/it is no file/);
  });
});

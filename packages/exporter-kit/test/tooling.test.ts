import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import {
  agentOfConfigFile,
  inspectConfiguration,
  parseYamlDocuments,
  readCommandLine,
  UsageError,
} from "../src/index.ts";
import { fixtureProgram } from "./program/fixture-program.ts";

it("offers what commands need, and passes refusals on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tooling-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "c.yml");
  writeFileSync(file, "agent: test\n");
  expect(await agentOfConfigFile(file)).toBe("test");
  expect((await inspectConfiguration(fixtureProgram, { file })).configuration.agent).toBe("test");
  expect(await parseYamlDocuments("f", "a\n--- \nb\n")).toHaveLength(2);
  const spec = { usage: "t", operands: ["X"], description: "", sections: {}, options: {}, notes: [] };
  expect(await readCommandLine(["x"], spec)).toMatchObject({ kind: "run", operands: ["x"] });
  await expect(readCommandLine([], spec)).rejects.toThrow(UsageError);
});

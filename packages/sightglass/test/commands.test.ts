import { describe, expect, it } from "vitest";
import { AGENTS } from "../src/agents.ts";
import { COMMANDS } from "../src/commands.ts";
import { runWith } from "./support/run.ts";

describe("COMMANDS", () => {
  it.each(COMMANDS.map((command) => [command.name, command] as const))("%s loads and helps", async (name, command) => {
    const { code, stdout, stderr } = await runWith(await command.load(), "--help");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(new RegExp(`^usage: sightglass ${name} \\[<flags>\\] [A-Z]+`));
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(120);
  });

  it("has no name that an agent has", () => {
    const names = [...COMMANDS.map(({ name }) => name), ...AGENTS.map(({ command }) => command)];
    expect(new Set(names).size).toBe(names.length);
  });
});

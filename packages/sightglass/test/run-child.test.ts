import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { runChild } from "../src/run-child.ts";

const FIXTURE = fileURLToPath(new URL("fixtures/run-child.ts", import.meta.url));

function start(...args: string[]): {
  readonly process: ChildProcessByStdio<null, Readable, null>;
  readonly output: () => string;
} {
  const process_ = spawn(process.execPath, ["--import", "tsx", "--conditions=source", FIXTURE, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 20_000,
  });
  let text = "";
  process_.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return { process: process_, output: () => text };
}

describe("runChild", () => {
  it("passes arguments on and gives the child's exit code", async () => {
    const { process, output } = start("--flag=a b", "3");
    expect(await once(process, "close")).toEqual([3, null]);
    expect(output()).toBe('args ["--flag=a b","3"]\n');
  });

  it("passes signals on, each once", async () => {
    const { process, output } = start("wait");
    await vi.waitFor(() => expect(output()).toContain("args"), { timeout: 15_000 });
    process.kill("SIGHUP");
    await vi.waitFor(() => expect(output()).toContain("got SIGHUP"), { timeout: 5_000 });
    process.kill("SIGTERM");
    expect(await once(process, "close")).toEqual([7, null]);
    expect(output()).toBe('args ["wait"]\ngot SIGHUP\ngot SIGTERM\n');
  });

  it("gives a shell's code for a child that died by a signal", async () => {
    const { process } = start("die");
    expect(await once(process, "close")).toEqual([137, null]);
  });

  it("rejects when the executable is missing, and leaves no listener behind", async () => {
    const before = process.listenerCount("SIGTERM");
    await expect(runChild("/nonexistent/agent", [])).rejects.toThrow(/ENOENT/);
    expect(process.listenerCount("SIGTERM")).toBe(before);
  });
});

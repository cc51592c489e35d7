import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defineProgram } from "@sightglass/exporter-kit";
import type { Agent } from "../src/agents.ts";
import { runCli } from "../src/cli.ts";

const program = defineProgram({
  name: "test_exporter",
  command: "node",
  description: "For tests.",
  version: "1.2.3",
  defaultListenAddress: "127.0.0.1:0",
  health: { success: "test_success", duration: "test_duration_seconds", status: "test_status" },
  buildInfoFamily: "test_build_info",
  options: {},
  collectors: [],
  createSource: () => ({}),
});

const agents: readonly Agent[] = [
  { kind: "module", command: "node", description: "Host metrics.", load: async () => program },
  { kind: "child", command: "kube-state", description: "Objects of a cluster.", bin: () => "/nonexistent/agent" },
];

async function run(...argv: string[]) {
  const output = { stdout: "", stderr: "" };
  const code = await runCli(argv, {
    agents,
    stdout: (text) => void (output.stdout += text),
    stderr: (text) => void (output.stderr += text),
  });
  return { code, ...output };
}

describe("runCli", () => {
  it.each([["--help"], ["-h"], ["help"]])("%s lists the agents, which are children, and the commands", async (flag) => {
    const { code, stdout, stderr } = await run(flag);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("usage: sightglass <agent> [<flags>]\n");
    expect(stdout).toContain("  node        Host metrics.\n");
    expect(stdout).toContain("  kube-state  Objects of a cluster. Runs as a child process of this command.\n");
    expect(stdout).toMatch(/\nCommands:\n {2}compare +\S.*\n {2}preview +\S.*\n {2}check +\S.*\n/);
  });

  it("prints the package's version", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(await run("--version")).toMatchObject({
      code: 0,
      stdout: `sightglass, version ${version} (Node.js ${process.versions.node})\n`,
    });
  });

  it("needs an agent", async () => {
    const { code, stdout, stderr } = await run();
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("usage: sightglass");
  });

  it.each([
    ["nod", "sightglass: error: unknown agent or command nod; did you mean node?, try sightglass --help\n"],
    [
      "node_exporter",
      "sightglass: error: unknown agent or command node_exporter; did you mean node?, try sightglass --help\n",
    ],
    [
      "kubestate",
      "sightglass: error: unknown agent or command kubestate; did you mean kube-state?, try sightglass --help\n",
    ],
    [
      "mysql",
      "sightglass: error: unknown agent or command mysql; there are node, kube-state, compare, preview, check, try sightglass --help\n",
    ],
    [
      "\u001b[2J",
      "sightglass: error: unknown agent or command \\u001b[2J; there are node, kube-state, compare, preview, check, try sightglass --help\n",
    ],
    [
      "--web.max-requests=1",
      "sightglass: error: unknown flag --web.max-requests=1; flags of an agent follow its name, try sightglass --help\n",
    ],
  ])("refuses %j", async (name, stderr) => {
    expect(await run(name)).toEqual({ code: 1, stdout: "", stderr });
  });

  it("hands everything behind the agent's name to it", async () => {
    expect((await run("node", "--help")).stdout).toContain("usage: sightglass node [<flags>]\n");
    expect(await run("node", "--bogus")).toMatchObject({
      code: 1,
      stderr: "sightglass node: error: unknown flag --bogus, try sightglass node --help\n",
    });
    expect((await run("node", "--dry-run")).stdout).toContain("COLLECTOR");
  });

  it("hands everything behind a command's name to it", async () => {
    expect((await run("preview", "--help")).stdout).toContain("usage: sightglass preview [<flags>] URL\n");
    expect(await run("compare", "a")).toEqual({
      code: 2,
      stdout: "",
      stderr: "sightglass compare: error: NEW is missing, try sightglass compare --help\n",
    });
  });

  it("says why a child cannot be started", async () => {
    expect(await run("kube-state", "--x")).toEqual({
      code: 1,
      stdout: "",
      stderr: "sightglass: error: kube-state cannot be started: spawn /nonexistent/agent ENOENT\n",
    });
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";

const SCRIPT = fileURLToPath(new URL("fixture-process.ts", import.meta.url));

function start(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "--conditions=source", SCRIPT, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 20_000,
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (output.stderr += text));
  return { child, output, closed: once(child, "close") };
}

it("ends with 0 after --version and 1 after a wrong flag", async () => {
  const version = start("--version");
  const wrong = start("--wrong");
  expect(await version.closed).toEqual([0, null]);
  expect(version.output.stdout).toContain("test_exporter, version 1.2.3");
  expect(await wrong.closed).toEqual([1, null]);
  expect(wrong.output).toEqual({
    stdout: "",
    stderr: "test_exporter: error: unknown flag --wrong, try test_exporter --help\n",
  });
});

it("ends with 1 when it cannot serve or its collectors refuse their options", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const taken = start(`--web.listen-address=127.0.0.1:${(other.address() as AddressInfo).port}`);
  const refused = start("--collector.beta", "--collector.beta.mode=bad");
  expect(await taken.closed).toEqual([1, null]);
  expect(await refused.closed).toEqual([1, null]);
  expect(refused.output.stderr).toContain("--collector.beta.mode cannot be bad");
  other.close();
});

it.each(["SIGTERM", "SIGINT"] as const)("ends with 0 on %s", async (signal) => {
  const { child, output, closed } = start();
  await vi.waitFor(() => expect(output.stderr).toContain("127.0.0.1:"), { timeout: 15_000 });
  child.kill(signal);
  expect(await closed).toEqual([0, null]);
  expect(output.stderr).toContain(`signal=${signal}`);
});

it("kills itself when something keeps it alive after its graceful stop", async () => {
  const { child, output, closed } = start("stuck");
  await vi.waitFor(() => expect(output.stderr).toContain("127.0.0.1:"), { timeout: 15_000 });
  child.kill("SIGTERM");
  expect(await closed).toEqual([null, "SIGKILL"]);
  expect(output.stderr).toContain("msg=Stopping");
});

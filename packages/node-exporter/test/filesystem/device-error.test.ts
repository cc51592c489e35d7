import { statfsSync } from "node:fs";
import { expect, test } from "vitest";
import { deviceErrorOf } from "../../src/filesystem/device-error.ts";

const denied = Object.assign(new Error("EACCES: permission denied, statfs '/x'"), { code: "EACCES", errno: -13 });

test.each([
  [{ kind: "ok", stats: statfsSync("/") }, ""],
  [{ kind: "error", error: denied }, "permission denied"],
  [{ kind: "timeout" }, "mountpoint timeout"],
  [{ kind: "skipped" }, "not probed: too many mountpoint timeouts"],
] as const)("names why a mount has no sizes", (result, text) => {
  expect(deviceErrorOf(result)).toBe(text);
});

import { statfsSync } from "node:fs";
import { expect, test } from "vitest";
import { errnoText } from "../../src/filesystem/errno-text.ts";

const systemError = (code: string, errno: number): NodeJS.ErrnoException =>
  Object.assign(new Error(`${code}: libuv's words`), { code, errno });

test.each([
  ["EACCES", -13, "permission denied"],
  ["ENOENT", -2, "no such file or directory"],
  ["ENOTCONN", -107, "transport endpoint is not connected"],
  ["EIO", -5, "input/output error"],
  ["UNKNOWN", -116, "stale file handle"],
  ["UNKNOWN", -112, "host is down"],
  ["UNKNOWN", -133, "errno 133"],
])("%s (%i) is %j", (code, errno, text) => {
  expect(errnoText(systemError(code, errno))).toBe(text);
});

test("an error of the real call has Go's text", () => {
  let thrown: unknown;
  try {
    statfsSync("/nonexistent/path");
  } catch (error) {
    thrown = error;
  }
  expect(errnoText(thrown as NodeJS.ErrnoException)).toBe("no such file or directory");
});

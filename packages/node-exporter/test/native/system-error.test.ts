import { expect, test } from "vitest";
import { hasCode } from "../../src/file-errors.ts";
import { SystemError } from "../../src/native/system-error.ts";

test.each([
  [1, "EPERM", "operation not permitted"],
  [2, "ENOENT", "no such file or directory"],
  [61, "ENODATA", "no data available"],
  [95, "ENOTSUP", "operation not supported"],
  [9999, "errno 9999", "errno 9999"],
])("error number %i", (number, code, text) => {
  const error = new SystemError("ioctl", number);
  expect(error).toMatchObject({ code, errno: -number, syscall: "ioctl", message: `ioctl: ${text}` });
  expect(hasCode(error, code)).toBe(true);
});

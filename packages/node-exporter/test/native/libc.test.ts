import { UnsupportedError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { libcFunction } from "../../src/native/libc.ts";
import { SystemError } from "../../src/native/system-error.ts";
import { isKoffiInstalled } from "../support/is-koffi-installed.ts";

const hasKoffi = isKoffiInstalled();

/** What a call gives where koffi is installed; elsewhere it must be refused. */
function expectCall(call: () => unknown, check: (call: () => unknown) => void): void {
  if (hasKoffi) check(call);
  else expect(call).toThrow(UnsupportedError);
}

test("a function of libc", () => {
  expectCall(
    () => libcFunction("int getpid()")(),
    (call) => expect(call()).toBe(process.pid),
  );
});

test("a buffer is written in place", () => {
  const name = Buffer.alloc(64);
  expectCall(
    () => libcFunction("int gethostname(void *name, size_t length)")(name, name.length),
    (call) => {
      expect(call()).toBe(0);
      expect(name[0]).not.toBe(0);
    },
  );
});

test("-1 is thrown with the error of the call", () => {
  expectCall(
    () => libcFunction("int close(int fd)")(-1),
    (call) => {
      let error: unknown;
      try {
        call();
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(SystemError);
      expect(error).toMatchObject({
        code: "EBADF",
        errno: -9,
        syscall: "close",
        message: "close: bad file descriptor",
      });
    },
  );
});

test("an error names the system call that syscall(2) made", () => {
  expectCall(
    () => libcFunction("long syscall(long number, long argument)", "adjtimex")(-1, 0),
    (call) => expect(call).toThrow("adjtimex: function not implemented"),
  );
});

test("a function that libc does not have", () => {
  const missing = libcFunction("int sightglass_no_such_function(int fd)");
  expect(() => missing(1)).toThrow(UnsupportedError);
  expect(() => missing(1)).toThrow(hasKoffi ? /no function sightglass_no_such_function/ : /koffi/);
});

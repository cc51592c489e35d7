import { DeniedError, NoDataError, UnsupportedError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { askKernel, kernelOf } from "../../src/native/kernel-of.ts";
import { SystemError } from "../../src/native/system-error.ts";
import { fixtureHost } from "../support/collect.ts";
import { fakeKernel } from "../support/fake-kernel.ts";

test("the kernel of a host, and of one that is files alone", () => {
  const kernel = fakeKernel(() => []);
  expect(kernelOf({ ...fixtureHost("/nonexistent"), kernel })).toBe(kernel);
  expect(() => kernelOf(fixtureHost("/nonexistent"))).toThrow(NoDataError);
});

describe("asking", () => {
  const failing = (errno: number) => () => {
    throw new SystemError("call", errno);
  };

  test("gives the answer", () => {
    expect(askKernel(() => 7)).toBe(7);
  });

  test.each([
    [1, "operation not permitted"],
    [13, "permission denied"],
  ])("error %i is denied, with what would help", (errno, text) => {
    expect(() => askKernel(failing(errno))).toThrow(DeniedError);
    expect(() => askKernel(failing(errno))).toThrow(/^call: .*; no capability is missing, .*seccomp/);
    expect(() => askKernel(failing(errno), "CAP_X would do")).toThrow(`call: ${text}; CAP_X would do`);
  });

  test.each([38, 95])("error %i is unsupported", (errno) => {
    expect(() => askKernel(failing(errno))).toThrow(UnsupportedError);
  });

  test("other errors stay what they are", () => {
    expect(() => askKernel(failing(2))).toThrow(SystemError);
    const other = new Error("other");
    expect(() =>
      askKernel(() => {
        throw other;
      }),
    ).toThrow(other);
  });
});

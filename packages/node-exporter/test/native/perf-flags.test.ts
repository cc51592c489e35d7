import { assert, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePerfCpus, parseTracepoints } from "../../src/native/perf-flags.ts";

describe("CPUs", () => {
  test.each([
    ["0", [0]],
    ["0,3", [0, 3]],
    ["1-3", [1, 2, 3]],
    ["1-10:5", [1, 6]],
    ["2-2", [2]],
    ["0,4-8:2,1-2", [0, 4, 6, 8, 1, 2]],
    ["0,0-1", [0, 1]],
    ["3-1", []],
  ])("%s", (text, cpus) => {
    expect(parsePerfCpus(text)).toEqual(cpus);
  });

  test.each(["a", "1,", "1-", "-1", "1-2-3", "5:2", "1-3:0", "1-99999999", " 1", "1.5"])("refuses %j", (text) => {
    expect(() => parsePerfCpus(text)).toThrow(`--collector.perf.cpus=${text}: `);
  });
});

describe("tracepoints", () => {
  test("are subsystem and event, each once", () => {
    expect(parseTracepoints(["sched:sched_switch", "kvm:kvm_exit", "sched:sched_switch"])).toEqual([
      { subsystem: "sched", event: "sched_switch" },
      { subsystem: "kvm", event: "kvm_exit" },
    ]);
  });

  test.each(["sched", "sched:", ":x", "a:b:c", "../..:id", "a:../b", "a:b/c", ""])("refuses %j", (text) => {
    expect(() => parseTracepoints([text])).toThrow(`invalid tracepoint config ${text}`);
  });
});

test("a fault of any text is an Error that names the collector", () => {
  assert(
    property(string({ unit: "binary" }), (text) => {
      for (const parse of [() => parsePerfCpus(text), () => parseTracepoints([text])]) {
        try {
          parse();
        } catch (error) {
          expect(String(error)).toMatch(/^Error: collector perf: /);
        }
      }
    }),
  );
});

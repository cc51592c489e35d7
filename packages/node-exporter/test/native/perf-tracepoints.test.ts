import { expect, test } from "vitest";
import { readTracepointIds } from "../../src/native/perf-tracepoints.ts";
import { fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const SWITCH = { subsystem: "sched", event: "sched_switch" };

/** A host whose tracefs is a folder with the given files. */
function hostWith(files: Readonly<Record<string, string>>) {
  const folder = temporaryTree(files);
  const mounts = temporaryTree({
    "proc/self/mountinfo": `20 1 0:5 / /proc rw - proc proc rw\n30 20 0:12 / ${folder} rw - tracefs tracefs rw\n`,
  });
  return { folder, host: fixtureHost(mounts) };
}

test("numbers in the order asked for", () => {
  const { host } = hostWith({
    "events/sched/sched_switch/id": "316\n",
    "events/kvm/kvm_exit/id": "7\n",
  });
  expect(readTracepointIds(host, [{ subsystem: "kvm", event: "kvm_exit" }, SWITCH])).toEqual([7, 316]);
});

test("nothing is read when nothing is asked for", () => {
  expect(readTracepointIds(fixtureHost("/nonexistent"), [])).toEqual([]);
});

test("a tracepoint that is not there is named", () => {
  const { host, folder } = hostWith({ "events/sched/sched_wakeup/id": "5\n" });
  expect(() => readTracepointIds(host, [SWITCH])).toThrow(
    `tracepoint sched:sched_switch: ENOENT: no such file or directory, open '${folder}/events/sched/sched_switch/id'`,
  );
});

test.each(["", "many\n", "-1\n", "9".repeat(30)])("%j is no number", (text) => {
  const { host } = hostWith({ "events/sched/sched_switch/id": text });
  expect(() => readTracepointIds(host, [SWITCH])).toThrow("holds no number");
});

test("without tracefs it says where that belongs", () => {
  const host = fixtureHost(temporaryTree({ "proc/self/mountinfo": "20 1 0:5 / /proc rw - proc proc rw\n" }));
  expect(() => readTracepointIds(host, [SWITCH])).toThrow("/sys/kernel/tracing");
});

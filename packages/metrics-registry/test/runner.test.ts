import { expect, test } from "vitest";
import {
  defineCollector,
  DeniedError,
  NoDataError,
  PartialDataError,
  UnsupportedError,
  type CollectorDefinition,
} from "../src/index.ts";
import { buildRegistry, sampleLines } from "./support/build-registry.ts";

type Source = { readonly value: number };

function failing(name: string, fail: () => number): CollectorDefinition<Source> {
  return defineCollector({
    name,
    help: "Fails.",
    enabledByDefault: true,
    read: (_source: Source) => fail(),
    families: (family) => [
      family({ name: `demo_${name}`, type: "gauge", help: "X.", samples: (value, emit) => emit(value) }),
    ],
  });
}

const good = defineCollector({
  name: "good",
  help: "Works.",
  enabledByDefault: true,
  read: (source: Source) => source.value,
  families: (family) => [
    family({ name: "demo_good", type: "gauge", help: "X.", samples: (value, emit) => emit(value) }),
  ],
});

function thrower(error: unknown): () => never {
  return () => {
    throw error;
  };
}

test("a collector that throws costs only its own samples, and its status says why", async () => {
  const registry = buildRegistry(
    [
      good,
      failing("absent", thrower(new NoDataError("no such device"))),
      failing("broken", thrower(new TypeError("x is undefined"))),
      failing("forbidden", thrower(new DeniedError("needs CAP_SYS_RAWIO"))),
      failing("errno", thrower(Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" }))),
      failing("text", thrower("a string")),
      failing("library", thrower(new UnsupportedError("no native library"))),
    ],
    { value: 7 },
  );
  expect(await sampleLines(registry, /./)).toEqual([
    'demo_collector_status{collector="absent",reason="no_data"} 1',
    'demo_collector_status{collector="broken",reason="error"} 1',
    'demo_collector_status{collector="errno",reason="denied"} 1',
    'demo_collector_status{collector="forbidden",reason="denied"} 1',
    'demo_collector_status{collector="good",reason="ok"} 1',
    'demo_collector_status{collector="library",reason="unsupported"} 1',
    'demo_collector_status{collector="text",reason="error"} 1',
    'demo_collector_success{collector="absent"} 0',
    'demo_collector_success{collector="broken"} 0',
    'demo_collector_success{collector="errno"} 0',
    'demo_collector_success{collector="forbidden"} 0',
    'demo_collector_success{collector="good"} 1',
    'demo_collector_success{collector="library"} 0',
    'demo_collector_success{collector="text"} 0',
    "demo_good 7",
  ]);
  expect(registry.status().find(({ collector }) => collector === "broken")?.message).toBe("x is undefined");
  expect(registry.status().find(({ collector }) => collector === "text")?.message).toBe("a string");
});

function halfway(onFailure: "keep" | "drop"): CollectorDefinition<Source> {
  return defineCollector({
    name: "halfway",
    help: "Breaks in its second family.",
    enabledByDefault: true,
    onFailure,
    read: (source: Source) => source.value,
    families: (family) => [
      family({ name: "demo_first", type: "gauge", help: "X.", samples: (value, emit) => emit(value) }),
      family({
        name: "demo_second",
        type: "gauge",
        labels: ["n"],
        help: "X.",
        samples: (value, emit) => {
          emit(value, "1");
          throw new Error("lost the rest");
        },
      }),
      family({ name: "demo_third", type: "gauge", help: "X.", samples: (value, emit) => emit(value) }),
    ],
  });
}

test("what was emitted before a failure is kept or dropped as the definition says", async () => {
  const kept = buildRegistry([halfway("keep")], { value: 1 });
  expect(await sampleLines(kept, /^demo_(first|second|third|collector_success)/)).toEqual([
    'demo_collector_success{collector="halfway"} 0',
    "demo_first 1",
    'demo_second{n="1"} 1',
  ]);
  const dropped = buildRegistry([halfway("drop")], { value: 1 });
  expect(await sampleLines(dropped, /^demo_(first|second|third|collector_success)/)).toEqual([
    'demo_collector_success{collector="halfway"} 0',
  ]);
});

test("partial data of a failed read is emitted and the cause reported", async () => {
  const registry = buildRegistry(
    [failing("partial", thrower(new PartialDataError(3, new NoDataError("second file is missing"))))],
    { value: 0 },
  );
  expect(await sampleLines(registry, /partial/)).toEqual([
    'demo_collector_status{collector="partial",reason="no_data"} 1',
    'demo_collector_success{collector="partial"} 0',
    "demo_partial 3",
  ]);
  expect(registry.status()[0]?.message).toBe("second file is missing");
});

test("nonsense that a collector emits is dropped and counted, the rest stays", async () => {
  const nonsense = defineCollector({
    name: "nonsense",
    help: "Emits nonsense.",
    enabledByDefault: true,
    read: (source: Source) => source.value,
    families: (family) => [
      family({
        name: "demo_nonsense",
        type: "gauge",
        labels: ["a", "b", "c"],
        help: "X.",
        samples: (value, emit) => {
          emit(value, "x", "y", "z");
          (emit as (...args: unknown[]) => void)(undefined, "1", "2", "3");
          (emit as (...args: unknown[]) => void)(value, "only one");
          (emit as (...args: unknown[]) => void)(value, 1, {}, null);
          emit(NaN, "lone", "\uD800", "surrogate");
        },
      }),
      family.dynamic({
        prefix: "demo_dyn_",
        type: "unknown",
        help: "X.",
        samples: (value, emit) => {
          emit("demo_dyn_ok", value);
          emit("demo_dyn_not valid", value);
          emit("other_prefix", value);
        },
      }),
    ],
  });
  const registry = buildRegistry([nonsense], { value: 4 });
  expect(await sampleLines(registry, /demo_(nonsense|dyn)|dropped/)).toEqual([
    "demo_dyn_ok 4",
    'demo_nonsense{a="lone",b="\uFFFD",c="surrogate"} NaN',
    'demo_nonsense{a="x",b="y",c="z"} 4',
    'sightglass_dropped_samples_total{collector="nonsense",cause="invalid_label"} 2',
    'sightglass_dropped_samples_total{collector="nonsense",cause="invalid_name"} 2',
    'sightglass_dropped_samples_total{collector="nonsense",cause="invalid_value"} 1',
  ]);
});

test("the outcome of each run is told with the thrown value", async () => {
  const cause = new NoDataError("nothing here");
  const told: [string, string, unknown][] = [];
  const registry = buildRegistry(
    [good, failing("absent", thrower(cause))],
    { value: 1 },
    {
      onOutcome: (status, error) => told.push([status.collector, status.reason, error]),
    },
  );
  await registry.collect({ deadlineMs: 1_000 });
  expect(told).toEqual([
    ["absent", "no_data", cause],
    ["good", "ok", undefined],
  ]);
});

test("the samples of steady data are used again while it is equal, unless some were dropped", async () => {
  const source = { rows: ["a", "b"] as readonly string[] };
  let emissions = 0;
  const reusing = defineCollector({
    name: "reusing",
    help: "Gives equal data again.",
    enabledByDefault: true,
    isSteady: true,
    read: (given: typeof source) => [...given.rows],
    families: (family) => [
      family({
        name: "demo_reusing",
        type: "gauge",
        labels: ["row"],
        help: "X.",
        samples: (rows, emit) => {
          emissions += 1;
          for (const row of rows) emit(1, row);
        },
      }),
    ],
  });
  const registry = buildRegistry([reusing], source);
  const expected = ['demo_reusing{row="a"} 1', 'demo_reusing{row="b"} 1'];
  expect(await sampleLines(registry, /reusing\{/)).toEqual(expected);
  expect(await sampleLines(registry, /reusing\{/)).toEqual(expected);
  expect(emissions).toBe(1);
  source.rows = ["b"];
  expect(await sampleLines(registry, /reusing\{/)).toEqual(['demo_reusing{row="b"} 1']);
  expect(emissions).toBe(2);
  source.rows = ["c", "c"];
  await registry.collect({ deadlineMs: 1_000 });
  expect(await sampleLines(registry, /reusing\{|dropped/)).toEqual([
    'demo_reusing{row="c"} 1',
    'sightglass_dropped_samples_total{collector="reusing",cause="duplicate"} 2',
  ]);
  expect(emissions).toBe(4);
});

test("what the data lacks is told in the status of a collector that is well", async () => {
  const partial = defineCollector({
    name: "partial",
    help: "Lacks a part.",
    enabledByDefault: true,
    read: (source: Source) => source.value,
    lacks: (value) => (value > 5 ? "" : `${6 - value} more need CAP_X`),
    families: (family) => [
      family({ name: "demo_partial", type: "gauge", help: "X.", samples: (value, emit) => emit(value) }),
    ],
  });
  const source = { value: 5 };
  const registry = buildRegistry([partial], source);
  await registry.collect({ deadlineMs: 1000 });
  expect(registry.status()[0]).toMatchObject({ reason: "ok", message: "1 more need CAP_X", series: 1 });
  source.value = 6;
  await registry.collect({ deadlineMs: 1000 });
  expect(registry.status()[0]).toMatchObject({ reason: "ok", message: "" });
});

test("a file that may not be read says what would allow it", async () => {
  const error = Object.assign(new Error("EACCES: permission denied, open '/x'"), { code: "EACCES", path: "/x" });
  const registry = buildRegistry([failing("file", thrower(error))], { value: 1 });
  await registry.collect({ deadlineMs: 1000 });
  expect(registry.status()[0]).toMatchObject({
    reason: "denied",
    message: "EACCES: permission denied, open '/x'; run as root or give CAP_DAC_READ_SEARCH",
  });
});

test("samples that a collector left out as repetitions are counted in each scrape, and are no fault", async () => {
  const mounts = defineCollector({
    name: "mounts",
    help: "Has something twice.",
    enabledByDefault: true,
    read: (source: Source) => source.value,
    repeats: (value) => value,
    families: (family) => [
      family({ name: "demo_mounts", type: "gauge", help: "X.", samples: (value, emit) => emit(value) }),
    ],
  });
  const registry = buildRegistry([mounts, good], { value: 3 });
  expect(await sampleLines(registry, /dropped/)).toEqual([
    'sightglass_dropped_samples_total{collector="mounts",cause="duplicate"} 3',
  ]);
  expect(await sampleLines(registry, /dropped|success/)).toEqual([
    'demo_collector_success{collector="good"} 1',
    'demo_collector_success{collector="mounts"} 1',
    'sightglass_dropped_samples_total{collector="mounts",cause="duplicate"} 6',
  ]);
});

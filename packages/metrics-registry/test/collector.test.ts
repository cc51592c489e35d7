import { expect, test } from "vitest";
import { defineCollector } from "../src/index.ts";

interface Source {
  readonly rows: readonly { cpu: string; n: number }[];
}

const demo = defineCollector({
  name: "demo",
  help: "Demo.",
  enabledByDefault: true,
  options: { exclude: { flag: "collector.demo.exclude", type: "regex", default: "", help: "x" } },
  setup: (options, _source: Source) => ({ exclude: options.exclude, last: 0 }),
  read: (source: Source, _signal, state) => {
    state.last += 1;
    return source.rows.filter((row) => state.exclude?.test(row.cpu) !== true);
  },
  families: (family) => [
    family({
      name: "demo_n",
      type: "gauge",
      labels: ["cpu"],
      help: "N.",
      samples: (rows, emit) => {
        for (const row of rows) emit(row.n, row.cpu);
      },
    }),
    family({ name: "demo_count", type: "gauge", help: "N.", samples: (rows, emit) => emit(rows.length) }),
    family({
      name: "demo_m",
      type: "gauge",
      labels: ["cpu", "mode"],
      help: "N.",
      // @ts-expect-error a label value is missing
      samples: (rows, emit) => rows.forEach((row) => emit(row.n, row.cpu)),
    }),
    family({
      name: "demo_k",
      type: "gauge",
      help: "N.",
      // @ts-expect-error a label value too many
      samples: (rows, emit) => emit(rows.length, "x"),
    }),
    family.stateset({
      name: "demo_state",
      labels: ["cpu"],
      help: "x",
      samples: (rows, emit) => {
        for (const r of rows) emit(true, r.cpu, "on");
      },
    }),
    family.dynamic({
      prefix: "demo_",
      type: "unknown",
      labels: ["cpu"],
      help: "x",
      samples: (rows, emit) => {
        for (const r of rows) emit("demo_x", r.n, r.cpu);
      },
    }),
  ],
});
const plain = defineCollector({
  name: "plain",
  help: "x",
  enabledByDefault: true,
  read: (source: Source) => source.rows,
  families: (family) => [
    family({
      name: "x_y",
      type: "gauge",
      labels: ["cpu"],
      help: "N.",
      samples: (rows, emit) => {
        for (const row of rows) emit(row.n, row.cpu);
      },
    }),
  ],
});

test("the builder keeps literal labels", () => {
  expect(demo.families.length).toBe(6);
  expect(plain.options).toEqual({});
});

import type { Comparison } from "../../src/compare/comparison.ts";

const side = (name: string) => ({ name, families: 2, series: 3, bytes: 40, format: "text", scrapes: 3 });

/** A comparison with a bit of everything, and names that mean harm to a terminal or a table. */
export const COMPARISON: Comparison = {
  old: side("http://old/metrics"),
  new: { ...side("new|.prom"), scrapes: 1 },
  equalFamilies: 1,
  groups: [
    {
      name: "cpu",
      kind: "collector",
      families: [
        {
          family: "node_cpu_info",
          kinds: ["missing"],
          whole: { side: "missing", series: 2 },
          flag: "--collector.cpu.info",
          reason: "the collector is off",
        },
        {
          family: "node_cpu_x",
          kinds: ["missing", "type", "labels", "drift"],
          types: { old: "gauge", new: "counter" },
          labels: { missing: ["a"], extra: ["b"] },
          missing: { count: 5, examples: ["1", "2", "3", "4", "5"].map((cpu) => `node_cpu_x{cpu="${cpu}|\u001b[2J"}`) },
          drift: { count: 1, examples: [{ series: "node_cpu_x", measure: "rate", old: 1.23456, new: 2 }] },
        },
      ],
    },
    {
      name: "about the program itself",
      kind: "program",
      families: [{ family: "go_info", kinds: ["extra"], whole: { side: "extra", series: 1 } }],
    },
  ],
  counts: { missing: 2, extra: 1, type: 1, labels: 1, drift: 1 },
  ignored: [{ reason: "meant | so", differences: 2 }],
  notes: ["Values *were* not compared."],
  breaks: [{ kind: "alert", name: "Node<Down>", place: "a.yaml, group g", reasons: ["node_cpu_info is missing"] }],
  consumers: 7,
};

/** A comparison that found nothing. */
export const NO_DIFFERENCE: Comparison = {
  old: side("a"),
  new: side("b"),
  equalFamilies: 2,
  groups: [],
  counts: { missing: 0, extra: 0, type: 0, labels: 0, drift: 0 },
  ignored: [],
  notes: [],
  breaks: [],
  consumers: 1,
};

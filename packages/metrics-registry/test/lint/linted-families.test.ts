import { expect, test } from "vitest";
import { defineCollector } from "../../src/collector.ts";
import { lintedFamilies } from "../../src/lint/linted-families.ts";

test("static and dynamic families are linted, foreign ones are not, and a stateset's own label is no finding", () => {
  const definition = defineCollector({
    name: "demo",
    help: "Demonstrates.",
    enabledByDefault: true,
    read: (_source: undefined) => [1],
    families: (family) => [
      family({ name: "demo_a", type: "gauge", labels: ["x"], help: "A.", lintExempt: "Because.", samples: () => {} }),
      family.stateset({ name: "demo_state", labels: ["y"], help: "S.", samples: () => {} }),
      family.dynamic({ prefix: "demo_d_", type: "unknown", help: "D.", samples: () => {} }),
      family.foreign({ help: "F.", families: () => [] }),
    ],
  });
  expect(lintedFamilies(definition)).toEqual([
    { name: "demo_a", type: "gauge", help: "A.", labels: ["x"], lintExempt: "Because." },
    { name: "demo_state", type: "stateset", help: "S.", labels: ["y"], lintExempt: undefined },
    { name: "demo_d_*", type: "unknown", help: "D.", labels: [], lintExempt: undefined },
  ]);
});

import { defineCollector } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { fixtureProgram } from "./fixture-program.ts";
import { start } from "./start-program.ts";

test("counts and logs samples that a scrape lost", async () => {
  const twice = defineCollector({
    name: "twice",
    help: "Gives a series twice.",
    enabledByDefault: true,
    read: () => 1,
    families: (family) => [
      family({
        name: "test_twice",
        type: "gauge",
        labels: ["name"],
        help: "X.",
        samples: (value, emit) => {
          emit(value, "same");
          emit(value + 1, "same");
        },
      }),
    ],
  });
  const { get, stop, output } = await start([], {}, { ...fixtureProgram, collectors: [twice] });
  await get("/metrics");
  const { text } = await get("/metrics");
  expect(text).toContain('test_twice{name="same"} 1\n');
  expect(text).toContain('promhttp_metric_handler_errors_total{cause="gathering"} 2\n');
  expect(text).toContain('sightglass_dropped_samples_total{collector="twice",cause="duplicate"} 2\n');
  expect(output.stderr).toContain('level=ERROR msg="Samples were left out" name=twice cause=duplicate samples=1');
  expect(await stop()).toBe(0);
});

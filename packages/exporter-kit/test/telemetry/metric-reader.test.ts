import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { readHistogram, readScalar } from "../../src/telemetry/metric-reader.ts";

const registers = [new Registry()];

describe("readScalar", () => {
  test("gives every label set with its current value", () => {
    const counter = new Counter({ name: "a_total", help: "Help of a.", labelNames: ["code", "method"], registers });
    const read = readScalar(counter);
    expect(read()).toEqual({ name: "a_total", help: "Help of a.", type: "counter", points: [] });
    counter.inc({ code: 200, method: "get" });
    counter.inc({ code: 200, method: "get" }, 2);
    counter.inc({ code: 500, method: "get" });
    const get = ["method", "get"];
    expect(read().points).toEqual([
      { labels: [["code", "200"], get], value: 3 },
      { labels: [["code", "500"], get], value: 1 },
    ]);
    const [first] = read().points;
    counter.inc({ code: 200, method: "get" });
    expect(read().points[0]?.labels).toBe(first?.labels);
    expect(read().points[0]).toMatchObject({ value: 4 });
  });

  test("gives a gauge without labels, zero before it is set", () => {
    const gauge = new Gauge({ name: "b", help: "Help of b.", registers });
    const read = readScalar(gauge);
    expect(read()).toMatchObject({ type: "gauge", points: [{ labels: [], value: 0 }] });
    gauge.set(-1.5);
    expect(read()).toMatchObject({ points: [{ value: -1.5 }] });
  });
});

describe("readHistogram", () => {
  test("gives cumulative buckets; what is above the last bound is in the count alone", () => {
    const histogram = new Histogram({ name: "c", help: "Help of c.", labelNames: ["k"], buckets: [1, 2.5], registers });
    const read = readHistogram(histogram);
    for (const value of [0.5, 1, 2, 3]) {
      histogram.observe({ k: "x" }, value);
    }
    expect(read()).toEqual({
      name: "c",
      help: "Help of c.",
      type: "histogram",
      points: [
        {
          labels: [["k", "x"]],
          buckets: [
            { upperBound: 1, count: 2 },
            { upperBound: 2.5, count: 3 },
          ],
          sum: 6.5,
          count: 4,
        },
      ],
    });
  });

  test("gives the same points as long as nothing is observed, and others after that and after a reset", () => {
    const histogram = new Histogram({ name: "d", help: "Help of d.", labelNames: ["k"], buckets: [1], registers });
    const read = readHistogram(histogram);
    histogram.observe({ k: "x" }, 0.5);
    histogram.observe({ k: "y" }, 0.5);
    const first = read();
    expect(read()).toBe(first);
    // An observation of 0 leaves the sum as it was.
    histogram.observe({ k: "y" }, 0);
    const second = read();
    expect(second.points[0]).toBe(first.points[0]);
    expect(second.points[1]).toMatchObject({ buckets: [{ upperBound: 1, count: 2 }], sum: 0.5, count: 2 });
    histogram.remove({ k: "x" });
    expect(read().points).toMatchObject([{ labels: [["k", "y"]], sum: 0.5, count: 2 }]);
    histogram.reset();
    expect(read().points.every((point) => "count" in point && point.count === 0)).toBe(true);
  });
});

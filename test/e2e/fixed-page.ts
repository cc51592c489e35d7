import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";

const noData = (): Record<string, never> => ({});

/** A family of every type with values that never change, and names and labels that formats treat differently. */
export const fixedCollector: CollectorDefinition<undefined> = defineCollector({
  name: "fixed",
  help: "Constant families of every type.",
  enabledByDefault: true,
  read: noData,
  families: (family) => [
    family({
      name: "fixed_temperature_celsius",
      type: "gauge",
      labels: ["sensor"],
      help: 'Has a \\ and a "quote".\nAnd a second line.',
      samples: (_, emit) => {
        emit(-0.1, "plain");
        emit(1e21, 'quote " backslash \\ line\nfeed');
        emit(Number.POSITIVE_INFINITY, "größer ∞");
        emit(5e-324, "");
      },
    }),
    family({
      name: "fixed_requests_total",
      type: "counter",
      labels: ["code"],
      help: "A counter whose name ends as it should.",
      samples: (_, emit) => emit(2 ** 53, "200"),
    }),
    family({
      name: "fixed_interrupts",
      type: "counter",
      help: "A counter without the ending that OpenMetrics demands.",
      samples: (_, emit) => emit(42),
    }),
    family({
      name: "fixed_whatever",
      type: "unknown",
      help: "Of no known type.",
      samples: (_, emit) => emit(Number.NEGATIVE_INFINITY),
    }),
    family({
      name: "fixed_build_info",
      type: "info",
      labels: ["version", "branch"],
      help: "An info.",
      samples: (_, emit) => emit(1, "1.2.3", "main"),
    }),
    family({
      name: "fixed_facts",
      type: "info",
      labels: ["colour"],
      help: "An info without its usual ending.",
      samples: (_, emit) => emit(1, "green"),
    }),
    family.stateset({
      name: "fixed_state",
      labels: ["unit"],
      help: "A state set.",
      samples: (_, emit) => {
        emit(true, "a.service", "active");
        emit(false, "a.service", "failed");
      },
    }),
    family.histogram({
      name: "fixed_duration_seconds",
      labels: ["path"],
      help: "A histogram whose bounds include whole numbers.",
      samples: (_, emit) =>
        emit(
          {
            buckets: [
              { upperBound: 0.5, count: 1 },
              { upperBound: 1, count: 3 },
              { upperBound: 10, count: 4 },
            ],
            sum: 12.25,
            count: 5,
          },
          "/",
        ),
    }),
    family.summary({
      name: "fixed_size_bytes",
      help: "A summary whose quantiles include 0 and 1.",
      samples: (_, emit) =>
        emit({
          quantiles: [
            { quantile: 0, value: 1 },
            { quantile: 0.5, value: 2.5 },
            { quantile: 1, value: 100 },
          ],
          sum: 250,
          count: 100,
        }),
    }),
    family.dynamic({
      prefix: "fixed_vmstat_",
      type: "unknown",
      help: "Named at run time.",
      samples: (_, emit) => {
        emit("fixed_vmstat_pgfault", 7);
        emit("fixed_vmstat_total", 8);
      },
    }),
    family.foreign({
      help: "Passed on from elsewhere, with names that only newer formats can carry.",
      families: () => [
        {
          name: "fixed.http.status",
          type: "gauge",
          help: "A name and a label name outside the old character set.",
          points: [{ labels: [["http.method", "GET"]], value: 204 }],
        },
      ],
    }),
  ],
});

/** What Prometheus 3 stores of `fixedCollector`, from whatever format: `name{sorted labels}` and its value. */
export const fixedSeries: ReadonlyMap<string, number> = new Map([
  ['fixed_temperature_celsius{sensor="plain"}', -0.1],
  [String.raw`fixed_temperature_celsius{sensor="quote \" backslash \\ line\nfeed"}`, 1e21],
  ['fixed_temperature_celsius{sensor="größer ∞"}', Number.POSITIVE_INFINITY],
  // An empty label value is the same as no label.
  ["fixed_temperature_celsius{}", 5e-324],
  ['fixed_requests_total{code="200"}', 2 ** 53],
  ["fixed_interrupts{}", 42],
  ["fixed_whatever{}", Number.NEGATIVE_INFINITY],
  ['fixed_build_info{branch="main",version="1.2.3"}', 1],
  ['fixed_facts{colour="green"}', 1],
  ['fixed_state{fixed_state="active",unit="a.service"}', 1],
  ['fixed_state{fixed_state="failed",unit="a.service"}', 0],
  ['fixed_duration_seconds_bucket{le="0.5",path="/"}', 1],
  ['fixed_duration_seconds_bucket{le="1.0",path="/"}', 3],
  ['fixed_duration_seconds_bucket{le="10.0",path="/"}', 4],
  ['fixed_duration_seconds_bucket{le="+Inf",path="/"}', 5],
  ['fixed_duration_seconds_sum{path="/"}', 12.25],
  ['fixed_duration_seconds_count{path="/"}', 5],
  ['fixed_size_bytes{quantile="0.0"}', 1],
  ['fixed_size_bytes{quantile="0.5"}', 2.5],
  ['fixed_size_bytes{quantile="1.0"}', 100],
  ["fixed_size_bytes_sum{}", 250],
  ["fixed_size_bytes_count{}", 100],
  ["fixed_vmstat_pgfault{}", 7],
  ["fixed_vmstat_total{}", 8],
]);

/** The one family whose name depends on the format: as it is where UTF-8 names were agreed upon, else escaped. */
export const utf8Series: readonly [asItIs: string, escaped: string] = [
  'fixed.http.status{http.method="GET"}',
  'fixed_http_status{http_method="GET"}',
];

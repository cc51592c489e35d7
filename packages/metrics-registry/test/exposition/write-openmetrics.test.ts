import { expect, test } from "vitest";
import { collectFamily } from "../../src/collected.ts";
import { writeOpenMetrics } from "../../src/exposition/write-openmetrics.ts";
import type { EscapingScheme } from "../../src/exposition/format.ts";
import type { MetricFamily } from "../../src/model.ts";

const write = (families: readonly MetricFamily[], escaping: EscapingScheme = "underscores"): string =>
  writeOpenMetrics(families.map(collectFamily), escaping).toString("utf8");

const lines = (...text: string[]): string => `${text.join("\n")}\n`;

test("no families: only the end mark", () => {
  expect(write([])).toBe("# EOF\n");
});

test("counters lose _total in their metadata, and without it they are unknown", () => {
  expect(
    write([
      {
        name: "acme_http_router_request_seconds_total",
        type: "counter",
        unit: "seconds",
        help: 'Latency, "quoted" \\ and\nbroken.',
        points: [{ labels: [["path", "/api/v1"]], value: 9036.32, timestampMs: 1520879607789 }],
      },
      { name: "node_vmstat_pgfault", type: "counter", points: [{ labels: [], value: 5 }] },
    ]),
  ).toBe(
    lines(
      "# TYPE acme_http_router_request_seconds counter",
      "# UNIT acme_http_router_request_seconds seconds",
      '# HELP acme_http_router_request_seconds Latency, \\"quoted\\" \\\\ and\\nbroken.',
      'acme_http_router_request_seconds_total{path="/api/v1"} 9036.32 1520879607.789',
      "# TYPE node_vmstat_pgfault unknown",
      "node_vmstat_pgfault 5",
      "# EOF",
    ),
  );
});

test("info and stateset", () => {
  expect(
    write([
      { name: "build_info", type: "info", points: [{ labels: [["version", "1"]], value: 1 }] },
      { name: "uname", type: "info", points: [{ labels: [], value: 1 }] },
      { name: "state", type: "stateset", points: [{ labels: [["state", "up"]], value: 1 }] },
    ]),
  ).toBe(
    lines(
      "# TYPE build info",
      'build_info{version="1"} 1',
      "# TYPE uname gauge",
      "uname 1",
      "# TYPE state stateset",
      'state{state="up"} 1',
      "# EOF",
    ),
  );
});

test("a name without its suffix that another family has: the type gives way, not the series", () => {
  const point = { labels: [], value: 1 };
  expect(
    write([
      { name: "foo_total", type: "counter", points: [point] },
      { name: "foo", type: "gauge", points: [point] },
      { name: "bar_info", type: "info", points: [point] },
      { name: "bar_total", type: "counter", points: [point] },
    ]),
  ).toBe(
    lines(
      "# TYPE foo_total unknown",
      "foo_total 1",
      "# TYPE foo gauge",
      "foo 1",
      "# TYPE bar info",
      "bar_info 1",
      "# TYPE bar_total unknown",
      "bar_total 1",
      "# EOF",
    ),
  );
});

test("exemplars on counters and buckets only, and never longer than 128 characters of labels", () => {
  const exemplar = { labels: [["trace_id", "KOO5S4vxi0o"]] as const, value: 0.67, timestampMs: 1520879607789 };
  const long = { labels: [["trace_id", "x".repeat(121)]] as const, value: 1 };
  expect(
    write([
      {
        name: "c_total",
        type: "counter",
        points: [
          { labels: [], value: 17, exemplar },
          { labels: [["a", "b"]], value: 1, exemplar: long },
        ],
      },
      { name: "c", type: "counter", points: [{ labels: [], value: 17, exemplar }] },
      { name: "g", type: "gauge", points: [{ labels: [], value: 17, exemplar }] },
      {
        name: "h",
        type: "histogram",
        points: [
          {
            labels: [],
            buckets: [{ upperBound: 1, count: 11, exemplar: { labels: [], value: 0.5 } }],
            sum: 3,
            count: 17,
          },
        ],
      },
    ]),
  ).toBe(
    lines(
      "# TYPE c_total unknown",
      "c_total 17",
      'c_total{a="b"} 1',
      "# TYPE c unknown",
      "c 17",
      "# TYPE g gauge",
      "g 17",
      "# TYPE h histogram",
      'h_bucket{le="1"} 11 # {} 0.5',
      'h_bucket{le="+Inf"} 17',
      "h_sum 3",
      "h_count 17",
      "# EOF",
    ),
  );
  expect(
    write([
      {
        name: "c_total",
        type: "counter",
        points: [
          { labels: [], value: 17, timestampMs: 1000, exemplar },
          { labels: [["a", "b"]], value: 1, exemplar: long },
        ],
      },
    ]),
  ).toBe(
    lines(
      "# TYPE c counter",
      'c_total 17 1 # {trace_id="KOO5S4vxi0o"} 0.67 1520879607.789',
      'c_total{a="b"} 1',
      "# EOF",
    ),
  );
});

test("a unit that is no suffix of the name as written is left out", () => {
  const points = [{ labels: [], value: 1 }];
  expect(
    write([
      { name: "a_bytes", type: "gauge", unit: "seconds", points },
      { name: "b_m.s", type: "gauge", unit: "m.s", points },
      { name: "c.d_bytes", type: "gauge", unit: "bytes", points },
    ]),
  ).toBe(
    lines(
      "# TYPE a_bytes gauge",
      "a_bytes 1",
      "# TYPE b_m_s gauge",
      "b_m_s 1",
      "# TYPE c_d_bytes gauge",
      "# UNIT c_d_bytes bytes",
      "c_d_bytes 1",
      "# EOF",
    ),
  );
});

test("UTF-8 names", () => {
  const family: MetricFamily = {
    name: "my.name_total",
    type: "counter",
    help: "H",
    points: [{ labels: [["x.y", "z"]], value: 2 }],
  };
  expect(write([family], "allow-utf-8")).toBe(
    lines('# TYPE "my.name" counter', '# HELP "my.name" H', '{"my.name_total","x.y"="z"} 2', "# EOF"),
  );
  expect(write([family], "values")).toBe(
    lines("# TYPE U__my_2e_name_ counter", "# HELP U__my_2e_name_ H", 'U__my_2e_name__total{U__x_2e_y="z"} 2', "# EOF"),
  );
});

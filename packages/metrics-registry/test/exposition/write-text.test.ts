import { expect, test } from "vitest";
import { collectFamily } from "../../src/collected.ts";
import { writeText } from "../../src/exposition/write-text.ts";
import type { EscapingScheme } from "../../src/exposition/format.ts";
import type { MetricFamily } from "../../src/model.ts";

const write = (families: readonly MetricFamily[], escaping: EscapingScheme = "underscores"): string =>
  writeText(families.map(collectFamily), escaping).toString("utf8");

test("scalars, with help and label escapes and a timestamp, as in the format's documentation", () => {
  const families: MetricFamily[] = [
    {
      name: "http_requests_total",
      type: "counter",
      help: "The total number of HTTP requests.",
      points: [
        {
          labels: [
            ["method", "post"],
            ["code", "200"],
          ],
          value: 1027,
          timestampMs: 1395066363000,
        },
        {
          labels: [
            ["method", "post"],
            ["code", "400"],
          ],
          value: 3,
          timestampMs: 1395066363000,
        },
      ],
    },
    {
      name: "msdos_file_access_time_seconds",
      type: "unknown",
      help: 'Back\\slash and\nline feed, "quotes" kept.',
      points: [
        {
          labels: [
            ["path", "C:\\DIR\\FILE.TXT"],
            ["error", 'Cannot find file:\n"FILE.TXT"'],
          ],
          value: 1.458255915e9,
        },
      ],
    },
    { name: "metric_without_timestamp_and_labels", type: "unknown", points: [{ labels: [], value: 12.47 }] },
    {
      name: "weird",
      type: "gauge",
      help: "",
      points: [{ labels: [["problem", "division by zero"]], value: Infinity, timestampMs: -3982045 }],
    },
  ];
  expect(write(families)).toBe(
    [
      "# HELP http_requests_total The total number of HTTP requests.",
      "# TYPE http_requests_total counter",
      'http_requests_total{method="post",code="200"} 1027 1395066363000',
      'http_requests_total{method="post",code="400"} 3 1395066363000',
      '# HELP msdos_file_access_time_seconds Back\\\\slash and\\nline feed, "quotes" kept.',
      "# TYPE msdos_file_access_time_seconds untyped",
      'msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1458255915',
      "# TYPE metric_without_timestamp_and_labels untyped",
      "metric_without_timestamp_and_labels 12.47",
      "# HELP weird ",
      "# TYPE weird gauge",
      'weird{problem="division by zero"} +Inf',
      "",
    ].join("\n"),
  );
});

test("histogram and summary, bounds as Go prints them, the +Inf bucket added when missing", () => {
  const families: MetricFamily[] = [
    {
      name: "h",
      type: "histogram",
      points: [
        {
          labels: [],
          buckets: [
            { upperBound: 0.005, count: 1 },
            { upperBound: 1e6, count: 2 },
          ],
          sum: 1000000,
          count: 3,
        },
        { labels: [["a", "b"]], buckets: [{ upperBound: Infinity, count: 4 }], sum: 0.5, count: 4, timestampMs: 5 },
      ],
    },
    {
      name: "s",
      type: "summary",
      points: [
        { labels: [], quantiles: [{ quantile: 0.99, value: NaN }], sum: 1, count: 2 },
        { labels: [["a", "b"]], quantiles: [], sum: 0, count: 0 },
      ],
    },
  ];
  expect(write(families)).toBe(
    [
      "# TYPE h histogram",
      'h_bucket{le="0.005"} 1',
      'h_bucket{le="1e+06"} 2',
      'h_bucket{le="+Inf"} 3',
      "h_sum 1000000",
      "h_count 3",
      'h_bucket{a="b",le="+Inf"} 4 5',
      'h_sum{a="b"} 0.5 5',
      'h_count{a="b"} 4 5',
      "# TYPE s summary",
      's{quantile="0.99"} NaN',
      "s_sum 1",
      "s_count 2",
      's_sum{a="b"} 0',
      's_count{a="b"} 0',
      "",
    ].join("\n"),
  );
});

test("info and stateset are gauges; families without series leave no trace", () => {
  const families: MetricFamily[] = [
    { name: "build_info", type: "info", points: [{ labels: [["version", "1"]], value: 1 }] },
    { name: "state", type: "stateset", points: [{ labels: [["state", "up"]], value: 0 }] },
    { name: "nothing", type: "gauge", help: "Absent.", points: [] },
    { name: "nothing_either", type: "histogram", points: [] },
  ];
  expect(write(families)).toBe(
    '# TYPE build_info gauge\nbuild_info{version="1"} 1\n# TYPE state gauge\nstate{state="up"} 0\n',
  );
});

const DOTTED: MetricFamily[] = [
  {
    name: "my.name",
    type: "gauge",
    help: "H",
    points: [
      { labels: [], value: 1 },
      {
        labels: [
          ["a", "b"],
          ["x.y", "z"],
        ],
        value: 2,
      },
    ],
  },
  { name: "my.h", type: "histogram", points: [{ labels: [["a", "b"]], buckets: [], sum: 1, count: 2 }] },
  {
    name: "my.s",
    type: "summary",
    points: [{ labels: [], quantiles: [{ quantile: 0.5, value: 3 }], sum: 1, count: 2 }],
  },
];

test("UTF-8 names are quoted under allow-utf-8", () => {
  expect(write(DOTTED, "allow-utf-8")).toBe(
    [
      '# HELP "my.name" H',
      '# TYPE "my.name" gauge',
      '{"my.name"} 1',
      '{"my.name",a="b","x.y"="z"} 2',
      '# TYPE "my.h" histogram',
      '{"my.h_bucket",a="b",le="+Inf"} 2',
      '{"my.h_sum",a="b"} 1',
      '{"my.h_count",a="b"} 2',
      '# TYPE "my.s" summary',
      '{"my.s",quantile="0.5"} 3',
      '{"my.s_sum"} 1',
      '{"my.s_count"} 2',
      "",
    ].join("\n"),
  );
});

test.each([
  ["underscores", "my_name", "x_y", "my_h"],
  ["dots", "my_dot_name", "x_dot_y", "my_dot_h"],
  ["values", "U__my_2e_name", "U__x_2e_y", "U__my_2e_h"],
] as const)("UTF-8 names become legacy names under %s", (scheme, name, label, histogram) => {
  const page = write(DOTTED, scheme);
  expect(page).toContain(`# TYPE ${name} gauge\n${name} 1\n${name}{a="b",${label}="z"} 2\n`);
  expect(page).toContain(`${histogram}_bucket{a="b",le="+Inf"} 2\n`);
});

test("labels that one scheme makes equal: the first wins, since a repeated label would cost the whole page", () => {
  const family: MetricFamily = {
    name: "m",
    type: "gauge",
    points: [
      {
        labels: [
          ["a.b", "1"],
          ["a_b", "2"],
        ],
        value: 1,
      },
    ],
  };
  expect(write([family])).toBe('# TYPE m gauge\nm{a_b="1"} 1\n');
});

test("lone surrogates become U+FFFD", () => {
  const family: MetricFamily = {
    name: "m",
    type: "gauge",
    help: "\udc00",
    points: [{ labels: [["a", "x\ud800"]], value: 1 }],
  };
  expect(write([family])).toBe('# HELP m \ufffd\n# TYPE m gauge\nm{a="x\ufffd"} 1\n');
});

test("a page of several chunks is whole and in order", () => {
  const families = Array.from({ length: 3000 }, (_, index): MetricFamily => ({
    name: `metric_${index}`,
    type: "gauge",
    points: [{ labels: [["ü", "ü"]], value: index }],
  }));
  const lines = write(families, "allow-utf-8").split("\n");
  expect(lines).toHaveLength(6001);
  lines.forEach((line, index) => {
    if (index % 2 === 1) expect(line).toBe(`metric_${(index - 1) / 2}{"ü"="ü"} ${(index - 1) / 2}`);
  });
});

import { expect, test } from "vitest";
import { ParseError } from "../../src/errors.ts";
import { parseExposition } from "../../src/exposition/parse.ts";
import type { MetricFamily } from "../../src/model.ts";

const parse = (...lines: string[]): MetricFamily[] =>
  parseExposition(`${[...lines, "# EOF"].join("\n")}\n`, { format: "openmetrics" });

const failure = (...lines: string[]): string => {
  try {
    parseExposition(lines.join("\n"), { format: "openmetrics", source: "f" });
  } catch (error) {
    expect(error).toBeInstanceOf(ParseError);
    return (error as ParseError).message;
  }
  return "parsed";
};

test("the example of the specification", () => {
  expect(
    parse(
      "# TYPE acme_http_router_request_seconds summary",
      "# UNIT acme_http_router_request_seconds seconds",
      "# HELP acme_http_router_request_seconds Latency though all of ACME's HTTP request router.",
      'acme_http_router_request_seconds_sum{path="/api/v1",method="GET"} 9036.32',
      'acme_http_router_request_seconds_count{path="/api/v1",method="GET"} 807283.0',
      'acme_http_router_request_seconds_created{path="/api/v1",method="GET"} 1605281325.0',
      "# TYPE go_goroutines gauge",
      "# HELP go_goroutines Number of goroutines that currently exist.",
      "go_goroutines 69",
      "# TYPE process_cpu_seconds counter",
      "# UNIT process_cpu_seconds seconds",
      '# HELP process_cpu_seconds Total \\"CPU\\" \\\\ time\\nspent \\x.',
      "process_cpu_seconds_total 4.20072246e+06 1520879607.789",
    ),
  ).toEqual([
    {
      name: "acme_http_router_request_seconds",
      help: "Latency though all of ACME's HTTP request router.",
      unit: "seconds",
      type: "summary",
      points: [
        {
          labels: [
            ["path", "/api/v1"],
            ["method", "GET"],
          ],
          quantiles: [],
          sum: 9036.32,
          count: 807283,
        },
      ],
    },
    {
      name: "acme_http_router_request_seconds_created",
      help: "Latency though all of ACME's HTTP request router.",
      unit: "seconds",
      type: "gauge",
      points: [
        {
          labels: [
            ["path", "/api/v1"],
            ["method", "GET"],
          ],
          value: 1605281325,
        },
      ],
    },
    {
      name: "go_goroutines",
      help: "Number of goroutines that currently exist.",
      type: "gauge",
      points: [{ labels: [], value: 69 }],
    },
    {
      name: "process_cpu_seconds_total",
      help: 'Total "CPU" \\ time\nspent \\x.',
      unit: "seconds",
      type: "counter",
      points: [{ labels: [], value: 4200722.46, timestampMs: 1520879607789 }],
    },
  ]);
});

test("exemplars, info, stateset, a sample without metadata", () => {
  expect(
    parse(
      "# TYPE foo histogram",
      'foo_bucket{le="0.01"} 0',
      'foo_bucket{le="0.1"} 8 # {} 0.054',
      'foo_bucket{le="+Inf"} 17 1.5 # {trace_id="oHg5SJYRHA0"} 9.8 1520879607.789',
      "foo_count 17",
      "foo_sum 324789.3",
      "# TYPE c counter",
      'c_total 1 # {a="b"} 2',
      "# TYPE build info",
      'build_info{version="1"} 1',
      "# TYPE state stateset",
      'state{state="up"} 1',
      "alone_total 5",
    ),
  ).toEqual([
    {
      name: "foo",
      type: "histogram",
      points: [
        {
          labels: [],
          buckets: [
            { upperBound: 0.01, count: 0 },
            { upperBound: 0.1, count: 8, exemplar: { labels: [], value: 0.054 } },
            {
              upperBound: Infinity,
              count: 17,
              exemplar: { labels: [["trace_id", "oHg5SJYRHA0"]], value: 9.8, timestampMs: 1520879607789 },
            },
          ],
          sum: 324789.3,
          count: 17,
          timestampMs: 1500,
        },
      ],
    },
    {
      name: "c_total",
      type: "counter",
      points: [{ labels: [], value: 1, exemplar: { labels: [["a", "b"]], value: 2 } }],
    },
    { name: "build_info", type: "info", points: [{ labels: [["version", "1"]], value: 1 }] },
    { name: "state", type: "stateset", points: [{ labels: [["state", "up"]], value: 1 }] },
    { name: "alone_total", type: "unknown", points: [{ labels: [], value: 5 }] },
  ]);
});

test("a gauge histogram, which the model does not have, keeps its series", () => {
  expect(
    parse("# TYPE g gaugehistogram", 'g_bucket{le="+Inf"} 2', "g_gcount 2", "g_gsum 3").map(({ name, type }) => [
      name,
      type,
    ]),
  ).toEqual([
    ["g_bucket", "unknown"],
    ["g_gcount", "unknown"],
    ["g_gsum", "unknown"],
  ]);
});

test("UTF-8 names", () => {
  expect(parse('# TYPE "my.name" counter', '{"my.name_total","x.y"="z"} 1 # {"t.r"="1"} 2')).toEqual([
    {
      name: "my.name_total",
      type: "counter",
      points: [{ labels: [["x.y", "z"]], value: 1, exemplar: { labels: [["t.r", "1"]], value: 2 } }],
    },
  ]);
});

test("no families", () => {
  expect(parse()).toEqual([]);
  expect(parseExposition("# EOF", { format: "openmetrics" })).toEqual([]);
});

test.each([
  [[""], "f: the text does not end with # EOF"],
  [["a 1", ""], "f:1: the text does not end with # EOF"],
  [["# EOF", "a 1"], "f:2: text after # EOF"],
  [["# EOF", "", ""], "f:2: text after # EOF"],
  [["a 1", "", "# EOF"], "f:2: empty line"],
  [["# comment here", "# EOF"], 'f:1: unknown keyword "comment"'],
  [["#TYPE a gauge", "# EOF"], 'f:1: expected " " after #, found "T"'],
  [["#  TYPE a gauge", "# EOF"], 'f:1: unknown keyword ""'],
  [["# TYPE a gauge ", "# EOF"], 'f:1: unknown metric type "gauge "'],
  [["# TYPE a untyped", "# EOF"], 'f:1: unknown metric type "untyped"'],
  [["# TYPE a", "# EOF"], 'f:1: expected " " after the metric name, found the end of the line'],
  [["# TYPE 9 gauge", "# EOF"], "f:1: invalid metric name in metadata"],
  [["# TYPE a gauge", "# TYPE a gauge", "# EOF"], 'f:2: second TYPE line for "a"'],
  [["# HELP a b", "# HELP a b", "# EOF"], 'f:2: second HELP line for "a"'],
  [["# TYPE a gauge", "a 1", "# HELP a b", "# EOF"], 'f:3: HELP line after the samples of "a"'],
  [["# UNIT a seconds", "# EOF"], 'f:1: the metric name does not end with its unit "seconds"'],
  [["a 1", "b 1", "a 2", "# EOF"], 'f:3: lines of "a" are not together'],
  [["# TYPE a counter", "a 1", "# EOF"], 'f:2: lines of "a" are not together'],
  [["a_total 1", "# TYPE a counter", "a_total 1", "# EOF"], 'f:3: series of "a_total" are in two families'],
  [["a  1", "# EOF"], 'f:1: expected a number as value, found ""'],
  [["a\t1", "# EOF"], 'f:1: expected " " before the value, found "\\t"'],
  [[" a 1", "# EOF"], "f:1: invalid metric name"],
  [["a 1 ", "# EOF"], 'f:1: expected a number as timestamp, found ""'],
  [["a 1 2 3", "# EOF"], 'f:1: expected "#" before an exemplar, found "3"'],
  [["a 1 NaN", "# EOF"], "f:1: the timestamp is no point in time"],
  [['a{b="c",} 1', "# EOF"], "f:1: invalid label name"],
  [['a{ b="c"} 1', "# EOF"], "f:1: invalid label name"],
  [['a 1 # {b="c"} 2', "# EOF"], "f:1: this sample cannot have an exemplar"],
  [
    ["# TYPE c counter", 'c_total 1 # {b="c"}', "# EOF"],
    'f:2: expected " " before an exemplar\'s value, found the end of the line',
  ],
  [["# TYPE c counter", 'c_total 1 # {b="c"} 1 1 1', "# EOF"], "f:2: text after the exemplar"],
  [["# TYPE h histogram", "h_bucket 1", "# EOF"], "f:2: a bucket without the label le"],
  [["# TYPE s summary", "s 1", "# EOF"], "f:2: a quantile without the label quantile"],
  [["# TYPE s stateset", 's{a="b"} 1', "# EOF"], 'f:2: a state without the label "s"'],
])("%j", (lines, message) => {
  expect(failure(...lines)).toBe(message);
});

test("tolerant: a bad line costs that line only, and a missing end is reported", () => {
  const errors: string[] = [];
  const families = parseExposition("a 1\n\nb x\nc 3\n", {
    format: "openmetrics",
    source: "f",
    onError: (error) => void errors.push(error.message),
  });
  expect(families.map(({ name }) => name)).toEqual(["a", "c"]);
  expect(errors).toEqual([
    "f:2: empty line",
    'f:3: expected a number as value, found "x"',
    "f:4: the text does not end with # EOF",
  ]);
});

import { expect, test } from "vitest";
import { ParseError } from "../../src/errors.ts";
import { parseExposition } from "../../src/exposition/parse.ts";
import type { MetricFamily } from "../../src/model.ts";

const parse = (...lines: string[]): MetricFamily[] => parseExposition(`${lines.join("\n")}\n`, { format: "text" });

const failure = (text: string): string => {
  try {
    parseExposition(text, { format: "text", source: "f" });
  } catch (error) {
    expect(error).toBeInstanceOf(ParseError);
    return (error as ParseError).message;
  }
  return "parsed";
};

test("the example of the format's documentation", () => {
  const page = String.raw`
# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\DIR\\FILE.TXT",error="Cannot find file:\n\"FILE.TXT\""} 1.458255915e9

# Minimalistic line:
metric_without_timestamp_and_labels 12.47

# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045

# A histogram, which has a pretty complex representation in the text format:
# HELP http_request_duration_seconds A histogram of the request duration.
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="0.05"} 24054
http_request_duration_seconds_bucket{le="0.1"} 33444
http_request_duration_seconds_bucket{le="+Inf"} 144320
http_request_duration_seconds_sum 53423
http_request_duration_seconds_count 144320

# Finally a summary, which has a complex representation, too:
# HELP rpc_duration_seconds A summary of the RPC duration in seconds.
# TYPE rpc_duration_seconds summary
rpc_duration_seconds{quantile="0.01"} 3102
rpc_duration_seconds{quantile="0.5"} 4773
rpc_duration_seconds_sum 1.7560473e+07
rpc_duration_seconds_count 2693
`;
  expect(parseExposition(page, { format: "text" })).toEqual([
    {
      name: "http_requests_total",
      help: "The total number of HTTP requests.",
      type: "counter",
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
      points: [
        {
          labels: [
            ["path", "C:\\DIR\\FILE.TXT"],
            ["error", 'Cannot find file:\n"FILE.TXT"'],
          ],
          value: 1458255915,
        },
      ],
    },
    { name: "metric_without_timestamp_and_labels", type: "unknown", points: [{ labels: [], value: 12.47 }] },
    {
      name: "something_weird",
      type: "unknown",
      points: [{ labels: [["problem", "division by zero"]], value: Infinity, timestampMs: -3982045 }],
    },
    {
      name: "http_request_duration_seconds",
      help: "A histogram of the request duration.",
      type: "histogram",
      points: [
        {
          labels: [],
          buckets: [
            { upperBound: 0.05, count: 24054 },
            { upperBound: 0.1, count: 33444 },
            { upperBound: Infinity, count: 144320 },
          ],
          sum: 53423,
          count: 144320,
        },
      ],
    },
    {
      name: "rpc_duration_seconds",
      help: "A summary of the RPC duration in seconds.",
      type: "summary",
      points: [
        {
          labels: [],
          quantiles: [
            { quantile: 0.01, value: 3102 },
            { quantile: 0.5, value: 4773 },
          ],
          sum: 17560473,
          count: 2693,
        },
      ],
    },
  ]);
});

test("blanks wherever the format allows them, and a comma after the last label", () => {
  expect(
    parse(
      ' \t name \t { a = "b" , c\t=\t"d" , } \t 1 \t 2',
      "x{}3",
      "# \t TYPE \t y \t GAUGE",
      "y 1",
      "#",
      "# anything {",
      "#TYPE z counter",
      "z 2",
    ),
  ).toEqual([
    {
      name: "name",
      type: "unknown",
      points: [
        {
          labels: [
            ["a", "b"],
            ["c", "d"],
          ],
          value: 1,
          timestampMs: 2,
        },
      ],
    },
    { name: "x", type: "unknown", points: [{ labels: [], value: 3 }] },
    { name: "y", type: "gauge", points: [{ labels: [], value: 1 }] },
    { name: "z", type: "counter", points: [{ labels: [], value: 2 }] },
  ]);
});

test("families may be interleaved, duplicates are kept, families without samples are not", () => {
  expect(parse("# HELP lonely Nothing follows.", "a 1", "b 2", 'a{x="y"} 3', "a 1")).toEqual([
    {
      name: "a",
      type: "unknown",
      points: [
        { labels: [], value: 1 },
        { labels: [["x", "y"]], value: 3 },
        { labels: [], value: 1 },
      ],
    },
    { name: "b", type: "unknown", points: [{ labels: [], value: 2 }] },
  ]);
});

test("points of a histogram are found by label set in any order; absent sums and counts are 0", () => {
  expect(
    parse(
      "# TYPE h histogram",
      'h_bucket{a="1",le="1",b="2"} 3',
      'h_count{b="2",a="1"} 4',
      'h_sum{a="9"} 5',
      "# TYPE s summary",
      's{quantile="1"} 6 7',
    ),
  ).toEqual([
    {
      name: "h",
      type: "histogram",
      points: [
        {
          labels: [
            ["a", "1"],
            ["b", "2"],
          ],
          buckets: [{ upperBound: 1, count: 3 }],
          sum: 0,
          count: 4,
        },
        { labels: [["a", "9"]], buckets: [], sum: 5, count: 0 },
      ],
    },
    {
      name: "s",
      type: "summary",
      points: [{ labels: [], quantiles: [{ quantile: 1, value: 6 }], sum: 0, count: 0, timestampMs: 7 }],
    },
  ]);
});

test("an empty HELP is none, as in prometheus/common", () => {
  expect(parse("# HELP a ", "# HELP b", "a 1", "b 2")).toEqual([
    { name: "a", type: "unknown", points: [{ labels: [], value: 1 }] },
    { name: "b", type: "unknown", points: [{ labels: [], value: 2 }] },
  ]);
});

test("UTF-8 names stand quoted within the braces", () => {
  const lines = [
    '# HELP "my.name" H',
    '# TYPE "my.name" gauge',
    '{"my.name"} 1',
    '{"my.name", a="b","x\\"y\\\\\\n"="z"} 2',
  ];
  expect(parse(...lines)).toEqual([
    {
      name: "my.name",
      help: "H",
      type: "gauge",
      points: [
        { labels: [], value: 1 },
        {
          labels: [
            ["a", "b"],
            ['x"y\\\n', "z"],
          ],
          value: 2,
        },
      ],
    },
  ]);
  expect(() => parseExposition('{"my.name"} 1\n', { format: "text", names: "legacy" })).toThrow(/not allowed/);
  expect(() => parseExposition('m{"a.b"="c"} 1\n', { format: "text", names: "legacy" })).toThrow(/not allowed/);
  expect(() => parseExposition('# TYPE "my.name" gauge\n', { format: "text", names: "legacy" })).toThrow(/not allowed/);
});

test("a gauge histogram, which the model does not have, keeps its series", () => {
  expect(parse("# TYPE g gaugehistogram", 'g_bucket{le="1"} 2', "g_sum 3")).toEqual([
    { name: "g_bucket", type: "unknown", points: [{ labels: [["le", "1"]], value: 2 }] },
    { name: "g_sum", type: "unknown", points: [{ labels: [], value: 3 }] },
  ]);
});

test.each([
  ["a 1", "f:1: the last line is not ended by a line feed"],
  ["a 1\n# HELP", "f:2: the last line is not ended by a line feed"],
  ["\n\na{\n", "f:3: invalid label name"],
  ["9a 1\n", "f:1: invalid metric name"],
  ["{} 1\n", "f:1: invalid metric name"],
  ['{a="b"} 1\n', "f:1: invalid metric name"],
  ['{"a","b"} 1\n', "f:1: more than one metric name"],
  ["a\n", 'f:1: expected a number as value, found ""'],
  ["a 1 \n", 'f:1: expected an integer as timestamp, found ""'],
  ["a 1 2 3\n", "f:1: text after the timestamp"],
  ["a 1 1.5\n", 'f:1: expected an integer as timestamp, found "1.5"'],
  ["a 0x1p2\n", 'f:1: expected a number as value, found "0x1p2"'],
  ['a{b="c",b="d"} 1\n', 'f:1: duplicate label "b"'],
  ['a{__name__="c"} 1\n', "f:1: label name __name__ is reserved"],
  ['a{b="c} 1\n', "f:1: quoted string is not closed on its line"],
  ['a{b="\\q"} 1\n', "f:1: invalid escape sequence"],
  ["# HELP a \\q\na 1\n", "f:1: invalid escape sequence"],
  ["a{b=c} 1\n", 'f:1: expected "\\"" before a quoted string, found "c"'],
  ['a{b "c"} 1\n', 'f:1: expected "=" after a label name, found "\\""'],
  ['a{b="c" d="e"} 1\n', 'f:1: expected "," between labels, found "d"'],
  ['a{,b="c"} 1\n', "f:1: invalid label name"],
  ["# TYPE a counter\n# TYPE a counter\n", 'f:2: second TYPE line for "a", or TYPE after samples'],
  ["a 1\n# TYPE a counter\n", 'f:2: second TYPE line for "a", or TYPE after samples'],
  ["# HELP a b\n# HELP a c\n", 'f:2: second HELP line for "a"'],
  ["# TYPE a info\n", 'f:1: unknown metric type "info"'],
  ["# TYPE a counter \n", 'f:1: unknown metric type "counter "'],
  ["# TYPE 9 counter\n", "f:1: invalid metric name in comment"],
  ["# TYPE a{ counter\n", "f:1: invalid metric name in comment"],
  ['# TYPE h histogram\nh_bucket{le="x"} 1\n', "f:2: label le is no number"],
  ['# TYPE s summary\ns{quantile=""} 1\n', "f:2: label quantile is no number"],
  ['# TYPE h histogram\nh_bucket{le="1"} -1\n', "f:2: a histogram counts below zero"],
  ['a{b="\ud800"} 1\n', "f: invalid UTF-16: a lone surrogate"],
])("%j", (text, message) => {
  expect(failure(text)).toBe(message);
});

import { expect, test } from "vitest";
import { TEXT_0_0_4 } from "../../src/exposition/format.ts";
import { negotiateFormat } from "../../src/exposition/negotiate.ts";

const PROTOBUF = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
const OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

const PROMETHEUS_3 =
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.7,application/openmetrics-text;version=0.0.1;q=0.6,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.3";
const PROMETHEUS_2 =
  "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

test.each([
  [undefined, TEXT_0_0_4.contentType, "underscores"],
  ["", TEXT_0_0_4.contentType, "underscores"],
  ["*/*", TEXT_0_0_4.contentType, "underscores"],
  [";;;,,q=,=", TEXT_0_0_4.contentType, "underscores"],
  ["image/png", TEXT_0_0_4.contentType, "underscores"],
  ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", TEXT_0_0_4.contentType, "underscores"],
  ["text/plain", TEXT_0_0_4.contentType, "underscores"],
  ["text/plain;version=2.0.0", TEXT_0_0_4.contentType, "underscores"],
  ["text/plain;version=1.0.0", "text/plain; version=1.0.0; charset=utf-8", "underscores"],
  [
    "text/plain;version=1.0.0;escaping=allow-utf-8",
    "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
    "allow-utf-8",
  ],
  ["text/plain;version=0.0.4;escaping=dots", "text/plain; version=0.0.4; charset=utf-8; escaping=dots", "dots"],
  ["text/plain;escaping=nonsense", TEXT_0_0_4.contentType, "underscores"],
  [PROMETHEUS_3, `${OPENMETRICS}; escaping=allow-utf-8`, "allow-utf-8"],
  [PROMETHEUS_2, OPENMETRICS, "underscores"],
  ["application/openmetrics-text", "application/openmetrics-text; version=0.0.1; charset=utf-8", "underscores"],
  ["application/openmetrics-text;version=2.0.0,text/plain;q=0.5", TEXT_0_0_4.contentType, "underscores"],
  ['application/openmetrics-text; version="1.0.0"; charset=utf-8', OPENMETRICS, "underscores"],
  [
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=values,text/plain;q=0.9",
    `${PROTOBUF}; escaping=values`,
    "values",
  ],
  [
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text,text/plain;version=1.0.0;q=0.1",
    "text/plain; version=1.0.0; charset=utf-8",
    "underscores",
  ],
  ["text/plain;q=0.2,application/openmetrics-text;version=1.0.0;q=0.3", OPENMETRICS, "underscores"],
  ["application/openmetrics-text;version=1.0.0;q=0,text/plain;q=0.1", TEXT_0_0_4.contentType, "underscores"],
  ["application/openmetrics-text;version=1.0.0;q=x", TEXT_0_0_4.contentType, "underscores"],
  ["*/*,application/openmetrics-text;version=1.0.0", OPENMETRICS, "underscores"],
])("%s", (accept, contentType, escaping) => {
  const format = negotiateFormat(accept);
  expect(format).toMatchObject({ contentType, escaping });
  const kind = contentType.startsWith("text/")
    ? "text"
    : contentType === PROTOBUF || contentType.startsWith(PROTOBUF)
      ? "protobuf"
      : "openmetrics";
  expect(format.kind).toBe(kind);
});

test("a header beyond the bounds is cut, not refused", () => {
  expect(negotiateFormat(`${"a/b,".repeat(40)}application/openmetrics-text;version=1.0.0`)).toBe(TEXT_0_0_4);
  expect(negotiateFormat(`${"a".repeat(5000)},application/openmetrics-text;version=1.0.0`)).toBe(TEXT_0_0_4);
  expect(negotiateFormat(`text/plain;version=1.0.0,${"a/b;".repeat(100_000)}`).contentType).toBe(
    "text/plain; version=1.0.0; charset=utf-8",
  );
});

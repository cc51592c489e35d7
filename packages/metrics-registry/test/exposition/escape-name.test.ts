import { expect, test } from "vitest";
import { escapeLabelName, escapeMetricName } from "../../src/exposition/escape-name.ts";

// Expected values follow the scheme definitions of Prometheus 3 (prometheus/common model/metric.go, EscapeName).
test.each([
  ["no:escaping_required", "no:escaping_required", "no:escaping_required", "no:escaping_required"],
  [
    "mysystem.prod.west.cpu.load",
    "mysystem_prod_west_cpu_load",
    "mysystem_dot_prod_dot_west_dot_cpu_dot_load",
    "U__mysystem_2e_prod_2e_west_2e_cpu_2e_load",
  ],
  ["http.status:sum", "http_status:sum", "http_dot_status:sum", "U__http_2e_status:sum"],
  ["label with 😱", "label_with__", "label__with____", "U__label_20_with_20__1f631_"],
  ["花火", "__", "____", "U___82b1__706b_"],
  ["under_score.x", "under_score_x", "under__score_dot_x", "U__under__score_2e_x"],
  ["0.9", "__9", "___dot_9", "U___30__2e_9"],
  ["a\ud800b", "a_b", "a__b", "U__a_FFFD_b"],
])("%s", (name, underscores, dots, values) => {
  expect(escapeMetricName(name, "underscores")).toBe(underscores);
  expect(escapeMetricName(name, "dots")).toBe(dots);
  expect(escapeMetricName(name, "values")).toBe(values);
  expect(escapeMetricName(name, "allow-utf-8")).toBe(name);
});

test("a colon is legal in a metric name only", () => {
  expect(escapeLabelName("a:b", "underscores")).toBe("a_b");
  expect(escapeLabelName("a:b", "values")).toBe("U__a_3a_b");
  expect(escapeLabelName("a_b", "dots")).toBe("a_b");
});

test("no scheme lets NUL through, which a server reads as the end of the page", () => {
  expect(escapeMetricName("a\0b", "allow-utf-8")).toBe("a\ufffdb");
  expect(escapeLabelName("a\0b", "allow-utf-8")).toBe("a\ufffdb");
  expect(escapeMetricName("a\0b", "values")).toBe("U__a_0_b");
});

import { defineCollector } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { renderMetricReference } from "./render-metric-reference.ts";

const disks = defineCollector({
  name: "disks",
  help: "Disks, from /sys/block/*/stat.",
  enabledByDefault: true,
  options: {
    exclude: { type: "regex", flag: "collector.disks.exclude", default: "^(ram|loop)", help: "Disks to leave out." },
    old: { type: "string", flag: "collector.disks.old", default: "", help: "Old.", hidden: true },
  },
  read: (_source: undefined) => 1,
  families: (family) => [
    family({ name: "demo_reads_total", type: "counter", labels: ["disk", "kind"], help: "Reads.", samples: () => {} }),
    family.dynamic({ prefix: "demo_field_", type: "unknown", help: "One field.", samples: () => {} }),
  ],
});

const files = defineCollector({
  name: "files",
  help: "Metrics in files.",
  enabledByDefault: false,
  read: (_source: undefined) => 1,
  families: (family) => [family.foreign({ help: "What the files hold.", families: () => [] })],
});

test("each collector has a page with its families and its flags, and one page lists them", () => {
  const pages = renderMetricReference({ name: "demo-exporter", collectors: [disks, files] });
  expect([...pages.keys()]).toEqual(["README.md", "disks.md", "files.md"]);
  expect(pages.get("README.md")).toBe(`# Metrics of demo-exporter

Written by \`npm run generate\` from the definitions in the code; edit those. On a collector's page, a name that ends in
\`*\` stands for all names that the source gives, each behind that prefix.

| Collector | Default | What it exposes |
| --- | --- | --- |
| [disks](disks.md) | on | Disks, from /sys/block/\\*/stat. |
| [files](files.md) | off | Metrics in files. |
`);
  expect(pages.get("disks.md")).toBe(`# disks

Disks, from /sys/block/*/stat. On by default; \`--no-collector.disks\` turns it off.

| Metric | Type | Labels | Help |
| --- | --- | --- | --- |
| \`demo_field_*\` | unknown |  | One field. |
| \`demo_reads_total\` | counter | \`disk\`, \`kind\` | Reads. |

| Flag | Default | Help |
| --- | --- | --- |
| \`--collector.disks.exclude\` | \`^(ram\\|loop)\` | Disks to leave out. |

One of the collectors of [demo-exporter](README.md). Written by \`npm run generate\` from the definitions in the code; edit those.
`);
  expect(pages.get("files.md")).toContain("Off by default; `--collector.files` turns it on.");
  expect(pages.get("files.md")).toContain("| whatever the source names | as given | as given | What the files hold. |");
});

import type { CollectorStatus, StatusReason } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { createLogger, type LogLevel } from "../../src/log.ts";
import { createOutcomeLogger } from "../../src/program/outcome-log.ts";

const status = (collector: string, reason: StatusReason, message = ""): CollectorStatus => ({
  collector,
  help: "",
  reason,
  message,
  durationSeconds: 0.5,
  series: 0,
  finishedAtMs: 1,
});

function recorder(level: LogLevel = "info") {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line.replace(/^time=\S+ /, "").trimEnd());
  return { tell: createOutcomeLogger(createLogger({ level, write })), take: () => lines.splice(0) };
}

test("what may not be read, or cannot work here, is told of once while it lasts", () => {
  const { tell, take } = recorder();
  for (let scrape = 0; scrape < 3; scrape += 1) {
    tell(status("rapl", "denied", "give CAP_X"));
    tell(status("timex", "unsupported", "no koffi"));
    tell(status("dmi", "ok", "serials are for root only"));
    tell(status("cpu", "ok"));
    tell(status("nvme", "no_data", "none"));
  }
  expect(take()).toEqual([
    'level=WARN msg="Collector may not read its source" name=rapl err="give CAP_X"',
    'level=INFO msg="Collector cannot work here" name=timex err="no koffi"',
    'level=INFO msg="Collector lacks a part of its data" name=dmi err="serials are for root only"',
  ]);
  tell(status("rapl", "ok"));
  tell(status("rapl", "denied", "give CAP_X"));
  expect(take()).toHaveLength(1);
});

test("failures are told of each time, and do not make what was told of new", () => {
  const { tell, take } = recorder();
  tell(status("rapl", "denied", "give CAP_X"));
  tell(status("rapl", "timeout", "late"));
  tell(status("rapl", "timeout", "late"));
  tell(status("rapl", "error", "broken"));
  tell(status("rapl", "denied", "give CAP_X"));
  expect(take()).toEqual([
    'level=WARN msg="Collector may not read its source" name=rapl err="give CAP_X"',
    'level=ERROR msg="Collector ran out of time" name=rapl duration_seconds=0.5 err=late',
    'level=ERROR msg="Collector ran out of time" name=rapl duration_seconds=0.5 err=late',
    'level=ERROR msg="Collector failed" name=rapl duration_seconds=0.5 err=broken',
  ]);
});

test("the rest is for debugging", () => {
  const { tell, take } = recorder("debug");
  tell(status("cpu", "ok"));
  tell(status("nvme", "no_data", "none"));
  expect(take()).toEqual([
    'level=DEBUG msg="Collector succeeded" name=cpu duration_seconds=0.5',
    'level=DEBUG msg="Collector has no data" name=nvme duration_seconds=0.5 err=none reason=no_data',
  ]);
});

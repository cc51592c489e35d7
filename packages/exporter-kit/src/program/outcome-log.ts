import type { CollectorStatus } from "@sightglass/metrics-registry";
import type { LogFields, Logger } from "../log.ts";

/** What a user can do something about: told of when it begins, while every scrape would repeat it. */
function tellOnce(log: Logger, { reason }: CollectorStatus, fields: LogFields): void {
  if (reason === "denied") log.warn("Collector may not read its source", fields);
  else if (reason === "unsupported") log.info("Collector cannot work here", fields);
  else log.info("Collector lacks a part of its data", fields);
}

/**
 * Logs how collectors' runs end: a failure as an error at each run; what a collector may not read, or cannot do on this
 * machine, once for as long as it lasts; a source that does not exist only when debugging.
 */
export function createOutcomeLogger(log: Logger): (status: CollectorStatus) => void {
  const told = new Map<string, string>();
  return (status) => {
    const { collector, reason, message, durationSeconds } = status;
    const fields = { name: collector, duration_seconds: durationSeconds, err: message };
    if (reason === "error" || reason === "timeout") {
      // What was told of before may hold still: a scrape that came too late says nothing of it.
      log.error(reason === "timeout" ? "Collector ran out of time" : "Collector failed", fields);
      return;
    }
    if (reason === "denied" || reason === "unsupported" || (reason === "ok" && message !== "")) {
      if (told.get(collector) !== reason) tellOnce(log, status, { name: collector, err: message });
      told.set(collector, reason);
    } else {
      told.delete(collector);
    }
    if (reason === "ok") log.debug("Collector succeeded", { name: collector, duration_seconds: durationSeconds });
    else log.debug("Collector has no data", { ...fields, reason });
  };
}

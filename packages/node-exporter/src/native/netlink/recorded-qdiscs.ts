import type { QdiscCounters } from "./qdiscs.ts";
import { parseRecordedList } from "./recorded.ts";

/** A queueing discipline at the root of a device. */
export interface DeviceQdisc extends QdiscCounters {
  readonly device: string;
  readonly kind: string;
}

/**
 * Parses the `results.json` that `--collector.qdisc.fixtures` names: a list of queueing disciplines with the members
 * IfaceName, Parent, Kind, Bytes, Packets, Drops, Requeues, Overlimits, Qlen and Backlog. Throws ParseError.
 */
export function parseRecordedQdiscs(text: string): readonly DeviceQdisc[] {
  return parseRecordedList("results.json", text)
    .filter((one) => one.number("parent") === 0)
    .map((one) => ({
      device: one.text("ifacename"),
      kind: one.text("kind"),
      bytes: one.number("bytes"),
      packets: one.number("packets"),
      drops: one.number("drops"),
      requeues: one.number("requeues"),
      overlimits: one.number("overlimits"),
      queueLength: one.number("qlen"),
      backlog: one.number("backlog"),
    }));
}

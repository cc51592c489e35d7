import type { AcceptedCollector } from "@sightglass/exporter-kit";

/**
 * Linux collectors of node_exporter 1.12 that this version does not have. A command line written for node_exporter
 * works with them named: the flags are taken, and the start says which of them do nothing.
 */
export const acceptedCollectors: readonly AcceptedCollector[] = [];

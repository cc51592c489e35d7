import { defineCollector } from "@sightglass/metrics-registry";
import { warnOfDeprecation } from "../deprecation.ts";
import type { Host } from "../host.ts";
import type { NtpMeasurement } from "../ntp/measurement.ts";
import type { NtpQuery } from "../ntp/query-server.ts";
import { createSanityCheck } from "../ntp/sanity.ts";
import { isLoopback, parseServerAddress } from "../ntp/server-address.ts";

interface NtpState {
  readonly query: NtpQuery;
  readonly isSane: (found: NtpMeasurement) => boolean;
}

interface Reading extends NtpMeasurement {
  readonly isSane: boolean;
}

const NANO_PER_MS = 1e6;
const seconds = (nanoseconds: bigint): number => Number(nanoseconds) / 1e9;

const NUMBERS = [
  {
    name: "node_ntp_stratum",
    help: "Stratum of the NTP server: how many servers away from a reference clock it is.",
    of: ({ stratum }: Reading) => stratum,
  },
  {
    name: "node_ntp_leap",
    help: "Leap indicator of the NTP server: 0 none, 1 and 2 a second more or less, 3 not synchronised.",
    of: ({ leap }: Reading) => leap,
  },
  {
    name: "node_ntp_rtt_seconds",
    help: "Seconds that question and answer were under way to the NTP server and back.",
    of: ({ rtt }: Reading) => seconds(rtt),
  },
  {
    name: "node_ntp_offset_seconds",
    help: "Seconds that the NTP server's clock is ahead of this host's.",
    of: ({ offset }: Reading) => seconds(offset),
  },
  {
    name: "node_ntp_reference_timestamp_seconds",
    help: "Unix time at which the NTP server's clock was last set.",
    of: ({ referenceTime }: Reading) => (referenceTime >= 1_000_000_000n ? seconds(referenceTime) : 0),
  },
  {
    name: "node_ntp_root_delay_seconds",
    help: "Seconds from the NTP server to its reference clock and back.",
    of: ({ rootDelay }: Reading) => seconds(rootDelay),
  },
  {
    name: "node_ntp_root_dispersion_seconds",
    help: "Seconds by which the NTP server may be wrong against its reference clock.",
    of: ({ rootDispersion }: Reading) => seconds(rootDispersion),
  },
  {
    name: "node_ntp_sanity",
    help: "Whether the answer is valid by RFC 5905 and within the limits of the flags (1) or is not (0).",
    of: ({ isSane }: Reading) => (isSane ? 1 : 0),
  },
] as const;

/** A local NTP server, asked by SNTP. */
export const ntp = defineCollector({
  name: "ntp",
  help: "Health of a local NTP server, which is asked over SNTP.",
  enabledByDefault: false,
  options: {
    server: {
      flag: "collector.ntp.server",
      type: "string",
      default: "127.0.0.1",
      placeholder: "ADDRESS",
      help: "NTP server to ask; an address of this host itself unless it is said to be a local server.",
    },
    port: {
      flag: "collector.ntp.server-port",
      type: "integer",
      default: 123,
      help: "UDP port of the NTP server.",
    },
    version: {
      flag: "collector.ntp.protocol-version",
      type: "integer",
      default: 4,
      help: "Version of the NTP protocol, 2 to 4.",
    },
    isLocal: {
      flag: "collector.ntp.server-is-local",
      type: "boolean",
      default: false,
      help: "Say that the server is your own, so that it may be another host's.",
    },
    ttl: {
      flag: "collector.ntp.ip-ttl",
      type: "integer",
      default: 1,
      help: "How many hops the question may take; 0 leaves it to the system.",
    },
    maxDistanceMs: {
      flag: "collector.ntp.max-distance",
      type: "duration",
      default: "3.46608s",
      help: "Longest distance to the reference clock that is thought sane.",
    },
    offsetToleranceMs: {
      flag: "collector.ntp.local-offset-tolerance",
      type: "duration",
      default: "1ms",
      help: "How far the clocks of server and host may be apart and be thought sane.",
    },
  },
  setup: (options, host: Host): NtpState => {
    const { server, port, version, isLocal, ttl, maxDistanceMs, offsetToleranceMs } = options;
    if (!isLocal && !isLoopback(server)) {
      throw new Error("only IP address of local NTP server is valid for --collector.ntp.server");
    }
    if (version < 2 || version > 4) throw new Error(`invalid NTP protocol version ${version}; must be 2, 3, or 4`);
    if (offsetToleranceMs < 0) throw new Error("offset tolerance must be non-negative");
    if (port < 1 || port > 65_535) {
      throw new Error(`invalid NTP port number ${port}; must be between 1 and 65535 inclusive`);
    }
    const address = parseServerAddress(server, port);
    if (address === undefined) throw new Error(`invalid --collector.ntp.server ${JSON.stringify(server)}`);
    warnOfDeprecation(host, "ntp");
    return {
      query: { server: address, version, ttl },
      isSane: createSanityCheck({
        maxDistance: BigInt(Math.round(maxDistanceMs * NANO_PER_MS)),
        offsetTolerance: BigInt(Math.round(offsetToleranceMs * NANO_PER_MS)),
      }),
    };
  },
  read: async (_host: Host, signal, { query, isSane }): Promise<Reading> => {
    // Loaded when it is first needed: dgram, dns and crypto take memory that few need to spend.
    const { queryServer } = await import("../ntp/query-server.ts");
    const found = await queryServer(query, signal);
    return { ...found, isSane: isSane(found) };
  },
  families: (family) =>
    NUMBERS.map(({ name, help, of }) =>
      family({ name, type: "gauge", help, samples: (reading, emit) => emit(of(reading)) }),
    ),
});

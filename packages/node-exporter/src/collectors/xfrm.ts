import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseXfrmStat } from "../procfs/xfrm-stat.ts";

/** What became of a packet that IPsec did not pass, as the kernel's networking/xfrm_proc.rst lists it. */
const COUNTERS = [
  ["node_xfrm_in_error_packets_total", "XfrmInError", "Received packets with an error that no other counter has."],
  ["node_xfrm_in_buffer_error_packets_total", "XfrmInBufferError", "Received packets for which no buffer was left."],
  ["node_xfrm_in_hdr_error_packets_total", "XfrmInHdrError", "Received packets with a broken header."],
  ["node_xfrm_in_no_states_packets_total", "XfrmInNoStates", "Received packets that belong to no known association."],
  [
    "node_xfrm_in_state_proto_error_packets_total",
    "XfrmInStateProtoError",
    "Received packets that their protocol could not transform, as with a wrong key.",
  ],
  [
    "node_xfrm_in_state_mode_error_packets_total",
    "XfrmInStateModeError",
    "Received packets that the association's mode could not transform.",
  ],
  ["node_xfrm_in_state_seq_error_packets_total", "XfrmInStateSeqError", "Received packets outside of the window."],
  ["node_xfrm_in_state_expired_packets_total", "XfrmInStateExpired", "Received packets of an expired association."],
  [
    "node_xfrm_in_state_mismatch_packets_total",
    "XfrmInStateMismatch",
    "Received packets that do not fit their association's options, such as the kind of encapsulation.",
  ],
  ["node_xfrm_in_state_invalid_packets_total", "XfrmInStateInvalid", "Received packets of an invalid association."],
  [
    "node_xfrm_in_tmpl_mismatch_packets_total",
    "XfrmInTmplMismatch",
    "Received packets that no policy's template fits.",
  ],
  ["node_xfrm_in_no_pols_packets_total", "XfrmInNoPols", "Received packets for whose association there is no policy."],
  ["node_xfrm_in_pol_block_packets_total", "XfrmInPolBlock", "Received packets that a policy discards."],
  ["node_xfrm_in_pol_error_packets_total", "XfrmInPolError", "Received packets whose policy failed."],
  ["node_xfrm_out_error_packets_total", "XfrmOutError", "Packets to be sent with an error that no other counter has."],
  [
    "node_xfrm_out_bundle_gen_error_packets_total",
    "XfrmOutBundleGenError",
    "Packets to be sent whose transformations could not be put together.",
  ],
  [
    "node_xfrm_out_bundle_check_error_packets_total",
    "XfrmOutBundleCheckError",
    "Packets to be sent whose transformations were found wrong.",
  ],
  ["node_xfrm_out_no_states_packets_total", "XfrmOutNoStates", "Packets to be sent without a known association."],
  [
    "node_xfrm_out_state_proto_error_packets_total",
    "XfrmOutStateProtoError",
    "Packets to be sent that their protocol could not transform.",
  ],
  [
    "node_xfrm_out_state_mode_error_packets_total",
    "XfrmOutStateModeError",
    "Packets to be sent that the association's mode could not transform.",
  ],
  [
    "node_xfrm_out_state_seq_error_packets_total",
    "XfrmOutStateSeqError",
    "Packets not sent because the association has used up its sequence numbers.",
  ],
  ["node_xfrm_out_state_expired_packets_total", "XfrmOutStateExpired", "Packets not sent by an expired association."],
  ["node_xfrm_out_pol_block_packets_total", "XfrmOutPolBlock", "Packets not sent because a policy discards them."],
  ["node_xfrm_out_pol_dead_packets_total", "XfrmOutPolDead", "Packets not sent because their policy was removed."],
  ["node_xfrm_out_pol_error_packets_total", "XfrmOutPolError", "Packets not sent because their policy failed."],
  ["node_xfrm_fwd_hdr_error_packets_total", "XfrmFwdHdrError", "Packets that may not be forwarded."],
  ["node_xfrm_out_state_invalid_packets_total", "XfrmOutStateInvalid", "Packets not sent by an invalid association."],
  [
    "node_xfrm_acquire_error_packets_total",
    "XfrmAcquireError",
    "Packets that came before their association was negotiated.",
  ],
] as const;

const PLACES: ReadonlyMap<string, number> = new Map(COUNTERS.map(([, key], place) => [key, place]));

export const xfrm: CollectorDefinition<Host> = defineCollector({
  name: "xfrm",
  help: "Packets that IPsec could not transform, by reason, from /proc/net/xfrm_stat.",
  enabledByDefault: false,
  isSteady: true,
  read: ({ proc }: Host) =>
    parseXfrmStat(
      orNoData(() => proc.hot("net/xfrm_stat", 0), "the kernel has no IPsec statistics"),
      PLACES,
    ),
  families: (family) =>
    COUNTERS.map(([name, , help], place) =>
      family({ name, type: "counter", help, samples: (values, emit) => emit(values[place] as number) }),
    ),
});

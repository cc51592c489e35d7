/**
 * Counters of an InfiniBand or RoCE port: family, file below the port's folder, help. `counters` is common to all
 * drivers (Documentation/ABI/stable/sysfs-class-infiniband), `counters_ext` its 64-bit form up to kernel 4.5, and what
 * `hw_counters` holds is the driver's choice; those here are of mlx5.
 */
export const PORT_COUNTERS = [
  [
    "node_infiniband_excessive_buffer_overrun_errors_total",
    "counters/excessive_buffer_overrun_errors",
    "Times that buffers overran in consecutive flow control periods.",
  ],
  ["node_infiniband_link_downed_total", "counters/link_downed", "Times that the link failed and did not recover."],
  [
    "node_infiniband_link_error_recovery_total",
    "counters/link_error_recovery",
    "Times that the link failed and recovered.",
  ],
  [
    "node_infiniband_local_link_integrity_errors_total",
    "counters/local_link_integrity_errors",
    "Times that local physical errors came to their threshold.",
  ],
  [
    "node_infiniband_multicast_packets_received_total",
    "counters/multicast_rcv_packets",
    "Multicast packets received, bad ones included.",
  ],
  [
    "node_infiniband_multicast_packets_transmitted_total",
    "counters/multicast_xmit_packets",
    "Multicast packets sent, bad ones included.",
  ],
  [
    "node_infiniband_port_constraint_errors_received_total",
    "counters/port_rcv_constraint_errors",
    "Received packets that a partition or raw filter kept out.",
  ],
  [
    "node_infiniband_port_constraint_errors_transmitted_total",
    "counters/port_xmit_constraint_errors",
    "Packets that a partition or raw filter kept from being sent.",
  ],
  ["node_infiniband_port_data_received_bytes_total", "counters/port_rcv_data", "Data received on all lanes."],
  ["node_infiniband_port_data_transmitted_bytes_total", "counters/port_xmit_data", "Data sent on all lanes."],
  [
    "node_infiniband_port_discards_received_total",
    "counters/port_rcv_discards",
    "Inbound packets dropped because the port was down or congested.",
  ],
  [
    "node_infiniband_port_discards_transmitted_total",
    "counters/port_xmit_discards",
    "Outbound packets dropped because the port was down or congested.",
  ],
  ["node_infiniband_port_errors_received_total", "counters/port_rcv_errors", "Packets received with an error."],
  [
    "node_infiniband_port_packets_received_total",
    "counters/port_rcv_packets",
    "Packets received on all virtual lanes, bad ones included.",
  ],
  [
    "node_infiniband_port_packets_transmitted_total",
    "counters/port_xmit_packets",
    "Packets sent on all virtual lanes, bad ones included.",
  ],
  [
    "node_infiniband_port_receive_remote_physical_errors_total",
    "counters/port_rcv_remote_physical_errors",
    "Received packets that the sender had marked as bad (EBP).",
  ],
  [
    "node_infiniband_port_receive_switch_relay_errors_total",
    "counters/port_rcv_switch_relay_errors",
    "Received packets that the switch could not pass on.",
  ],
  [
    "node_infiniband_port_transmit_wait_total",
    "counters/port_xmit_wait",
    "Ticks in which the port had data and could send none.",
  ],
  ["node_infiniband_symbol_error_total", "counters/symbol_error", "Minor errors on the physical lanes."],
  ["node_infiniband_unicast_packets_received_total", "counters/unicast_rcv_packets", "Unicast packets received."],
  ["node_infiniband_unicast_packets_transmitted_total", "counters/unicast_xmit_packets", "Unicast packets sent."],
  [
    "node_infiniband_vl15_dropped_total",
    "counters/VL15_dropped",
    "Management packets (virtual lane 15) dropped for want of buffers.",
  ],
  [
    "node_infiniband_legacy_data_received_bytes_total",
    "counters_ext/port_rcv_data_64",
    "Data received on all lanes, by kernels before 4.5.",
  ],
  [
    "node_infiniband_legacy_data_transmitted_bytes_total",
    "counters_ext/port_xmit_data_64",
    "Data sent on all lanes, by kernels before 4.5.",
  ],
  [
    "node_infiniband_legacy_multicast_packets_received_total",
    "counters_ext/port_multicast_rcv_packets",
    "Multicast packets received, by kernels before 4.5.",
  ],
  [
    "node_infiniband_legacy_multicast_packets_transmitted_total",
    "counters_ext/port_multicast_xmit_packets",
    "Multicast packets sent, by kernels before 4.5.",
  ],
  [
    "node_infiniband_legacy_packets_received_total",
    "counters_ext/port_rcv_packets_64",
    "Packets received, by kernels before 4.5.",
  ],
  [
    "node_infiniband_legacy_packets_transmitted_total",
    "counters_ext/port_xmit_packets_64",
    "Packets sent, by kernels before 4.5.",
  ],
  [
    "node_infiniband_legacy_unicast_packets_received_total",
    "counters_ext/port_unicast_rcv_packets",
    "Unicast packets received, by kernels before 4.5.",
  ],
  [
    "node_infiniband_legacy_unicast_packets_transmitted_total",
    "counters_ext/port_unicast_xmit_packets",
    "Unicast packets sent, by kernels before 4.5.",
  ],
  [
    "node_infiniband_duplicate_requests_packets_total",
    "hw_counters/duplicate_request",
    "Received requests that had been carried out before.",
  ],
  [
    "node_infiniband_implied_nak_seq_errors_total",
    "hw_counters/implied_nak_seq_err",
    "Acknowledgements out of order that implied a lost answer to a read.",
  ],
  [
    "node_infiniband_local_ack_timeout_errors_total",
    "hw_counters/local_ack_timeout_err",
    "Times that the sender waited in vain for an acknowledgement and tried again.",
  ],
  [
    "node_infiniband_np_cnp_packets_sent_total",
    "hw_counters/np_cnp_sent",
    "Congestion notification packets sent because received packets were marked.",
  ],
  [
    "node_infiniband_np_ecn_marked_roce_packets_received_total",
    "hw_counters/np_ecn_marked_roce_packets",
    "RoCE v2 packets received with the mark of congestion (ECN).",
  ],
  [
    "node_infiniband_out_of_buffer_drops_total",
    "hw_counters/out_of_buffer",
    "Packets dropped because their queue pair had posted no receive.",
  ],
  [
    "node_infiniband_out_of_sequence_packets_received_total",
    "hw_counters/out_of_sequence",
    "Packets received out of their order.",
  ],
  [
    "node_infiniband_packet_sequence_errors_total",
    "hw_counters/packet_seq_err",
    "Negative acknowledgements received for a gap in the sequence.",
  ],
  [
    "node_infiniband_req_cqes_errors_total",
    "hw_counters/req_cqe_error",
    "Requests of this side that completed with an error.",
  ],
  [
    "node_infiniband_req_cqes_flush_errors_total",
    "hw_counters/req_cqe_flush_error",
    "Requests of this side that were flushed.",
  ],
  [
    "node_infiniband_req_remote_access_errors_total",
    "hw_counters/req_remote_access_errors",
    "Requests of this side that the other end refused access to.",
  ],
  [
    "node_infiniband_req_remote_invalid_request_errors_total",
    "hw_counters/req_remote_invalid_request",
    "Requests of this side that the other end found invalid.",
  ],
  [
    "node_infiniband_resp_cqes_errors_total",
    "hw_counters/resp_cqe_error",
    "Requests of the other end that completed with an error.",
  ],
  [
    "node_infiniband_resp_cqes_flush_errors_total",
    "hw_counters/resp_cqe_flush_error",
    "Requests of the other end that were flushed.",
  ],
  [
    "node_infiniband_resp_local_length_errors_total",
    "hw_counters/resp_local_length_error",
    "Requests of the other end with a length that this side could not take.",
  ],
  [
    "node_infiniband_resp_remote_access_errors_total",
    "hw_counters/resp_remote_access_errors",
    "Requests of the other end that this side refused access to.",
  ],
  [
    "node_infiniband_rnr_nak_retry_packets_received_total",
    "hw_counters/rnr_nak_retry_err",
    "Answers that the receiver was not ready, after which a retry followed.",
  ],
  [
    "node_infiniband_roce_adp_retransmits_total",
    "hw_counters/roce_adp_retrans",
    "Adaptive retransmissions of RoCE traffic.",
  ],
  [
    "node_infiniband_roce_adp_retransmits_timeout_total",
    "hw_counters/roce_adp_retrans_to",
    "Times that RoCE traffic ran into the timeout of adaptive retransmission.",
  ],
  [
    "node_infiniband_roce_slow_restart_used_total",
    "hw_counters/roce_slow_restart",
    "Times that slow restart of RoCE was used.",
  ],
  [
    "node_infiniband_roce_slow_restart_cnps_total",
    "hw_counters/roce_slow_restart_cnps",
    "Congestion notification packets that slow restart of RoCE made.",
  ],
  [
    "node_infiniband_roce_slow_restart_total",
    "hw_counters/roce_slow_restart_trans",
    "Times that RoCE went over to slow restart.",
  ],
  [
    "node_infiniband_rp_cnp_packets_handled_total",
    "hw_counters/rp_cnp_handled",
    "Congestion notification packets that lowered the rate of sending.",
  ],
  [
    "node_infiniband_rp_cnp_ignored_packets_received_total",
    "hw_counters/rp_cnp_ignored",
    "Congestion notification packets that were ignored.",
  ],
  [
    "node_infiniband_rx_atomic_requests_total",
    "hw_counters/rx_atomic_requests",
    "Atomic requests received for the port's queue pairs.",
  ],
  [
    "node_infiniband_rx_dct_connect_requests_total",
    "hw_counters/rx_dct_connect",
    "Connection requests received for dynamically connected transports.",
  ],
  [
    "node_infiniband_rx_icrc_encapsulated_errors_total",
    "hw_counters/rx_icrc_encapsulated",
    "RoCE packets received with a wrong invariant checksum.",
  ],
  [
    "node_infiniband_rx_read_requests_total",
    "hw_counters/rx_read_requests",
    "Read requests received for the port's queue pairs.",
  ],
  [
    "node_infiniband_rx_write_requests_total",
    "hw_counters/rx_write_requests",
    "Write requests received for the port's queue pairs.",
  ],
] as const;

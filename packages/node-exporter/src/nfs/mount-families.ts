/** Families of the `bytes:` line by column. */
export const BYTE_FAMILIES = [
  [0, "node_mountstats_nfs_read_bytes_total", "Bytes that applications read with read(2)."],
  [1, "node_mountstats_nfs_write_bytes_total", "Bytes that applications wrote with write(2)."],
  [2, "node_mountstats_nfs_direct_read_bytes_total", "Bytes that applications read past the page cache."],
  [3, "node_mountstats_nfs_direct_write_bytes_total", "Bytes that applications wrote past the page cache."],
  [4, "node_mountstats_nfs_total_read_bytes_total", "Bytes that the client read from the server."],
  [5, "node_mountstats_nfs_total_write_bytes_total", "Bytes that the client wrote to the server."],
  [6, "node_mountstats_nfs_read_pages_total", "Pages that were read for mapped files."],
  [7, "node_mountstats_nfs_write_pages_total", "Pages of mapped files that were written."],
] as const;

/** Families of the `events:` line by column; the congestion wait of column 18 is not exposed. */
export const EVENT_FAMILIES = [
  [0, "node_mountstats_nfs_event_inode_revalidate_total", "Times that cached attributes of a file were checked."],
  [1, "node_mountstats_nfs_event_dnode_revalidate_total", "Times that a cached directory entry was checked."],
  [2, "node_mountstats_nfs_event_data_invalidate_total", "Times that the cached data of a file was dropped."],
  [3, "node_mountstats_nfs_event_attribute_invalidate_total", "Times that cached attributes were dropped."],
  [4, "node_mountstats_nfs_event_vfs_open_total", "Times that a file or directory was opened."],
  [5, "node_mountstats_nfs_event_vfs_lookup_total", "Lookups of a name in a directory."],
  [6, "node_mountstats_nfs_event_vfs_access_total", "Checks of permissions."],
  [7, "node_mountstats_nfs_event_vfs_update_page_total", "Changes of a page, or of a part of one."],
  [8, "node_mountstats_nfs_event_vfs_read_page_total", "Reads of one page."],
  [9, "node_mountstats_nfs_event_vfs_read_pages_total", "Reads of several pages at once."],
  [10, "node_mountstats_nfs_event_vfs_write_page_total", "Writes of one page."],
  [11, "node_mountstats_nfs_event_vfs_write_pages_total", "Writes of several pages at once."],
  [12, "node_mountstats_nfs_event_vfs_getdents_total", "Readings of a directory."],
  [13, "node_mountstats_nfs_event_vfs_setattr_total", "Changes of a file's attributes."],
  [14, "node_mountstats_nfs_event_vfs_flush_total", "Times that pending writes were forced out to the server."],
  [15, "node_mountstats_nfs_event_vfs_fsync_total", "Calls of fsync(2) on files and directories."],
  [16, "node_mountstats_nfs_event_vfs_lock_total", "Attempts to lock a part of a file."],
  [17, "node_mountstats_nfs_event_vfs_file_release_total", "Times that a file was closed for good."],
  [19, "node_mountstats_nfs_event_truncation_total", "Times that a file was cut."],
  [20, "node_mountstats_nfs_event_write_extension_total", "Times that a write beyond its end made a file longer."],
  [21, "node_mountstats_nfs_event_silly_rename_total", "Times that a file was removed while it was open."],
  [22, "node_mountstats_nfs_event_short_read_total", "Times that the server gave less than was asked for."],
  [23, "node_mountstats_nfs_event_short_write_total", "Times that the server wrote less than it was given."],
  [24, "node_mountstats_nfs_event_jukebox_delay_total", "Times that the server had to fetch data from slow storage."],
  [25, "node_mountstats_nfs_event_pnfs_read_total", "Reads by parallel NFS."],
  [26, "node_mountstats_nfs_event_pnfs_write_total", "Writes by parallel NFS."],
] as const;

/** Families of the `xprt:` line by column. */
export const TRANSPORT_FAMILIES = [
  [1, "node_mountstats_nfs_transport_bind_total", "counter", "Times that the transport was set up from scratch."],
  [2, "node_mountstats_nfs_transport_connect_total", "counter", "TCP connections that were made to the server."],
  [4, "node_mountstats_nfs_transport_idle_time_seconds", "gauge", "Seconds since the transport was last used."],
  [5, "node_mountstats_nfs_transport_sends_total", "counter", "Requests that were sent to the server."],
  [6, "node_mountstats_nfs_transport_receives_total", "counter", "Answers that came from the server."],
  [
    7,
    "node_mountstats_nfs_transport_bad_transaction_ids_total",
    "counter",
    "Answers from the server to no request of this client.",
  ],
  [
    9,
    "node_mountstats_nfs_transport_backlog_queue_total",
    "counter",
    "Requests in the backlog queue, summed at each request.",
  ],
  [10, "node_mountstats_nfs_transport_maximum_rpc_slots", "gauge", "Most requests that were under way at once."],
  [
    11,
    "node_mountstats_nfs_transport_sending_queue_total",
    "counter",
    "Requests in the sending queue, summed at each request.",
  ],
  [
    12,
    "node_mountstats_nfs_transport_pending_queue_total",
    "counter",
    "Requests in the pending queue, summed at each request.",
  ],
] as const;

/** Families of the lines of procedures by column; the divisor makes seconds of milliseconds. */
export const OPERATION_FAMILIES = [
  ["node_mountstats_nfs_operations_requests_total", 1, "Requests of the procedure."],
  ["node_mountstats_nfs_operations_transmissions_total", 1, "Times that a request of the procedure was sent."],
  ["node_mountstats_nfs_operations_major_timeouts_total", 1, "Requests of the procedure that timed out for good."],
  ["node_mountstats_nfs_operations_sent_bytes_total", 1, "Bytes sent for the procedure, headers included."],
  ["node_mountstats_nfs_operations_received_bytes_total", 1, "Bytes received for the procedure, headers included."],
  [
    "node_mountstats_nfs_operations_queue_time_seconds_total",
    1000,
    "Time that requests of the procedure waited before they were sent.",
  ],
  [
    "node_mountstats_nfs_operations_response_time_seconds_total",
    1000,
    "Time between a request of the procedure and its answer.",
  ],
  [
    "node_mountstats_nfs_operations_request_time_seconds_total",
    1000,
    "Time that requests of the procedure took from queue to end.",
  ],
] as const;

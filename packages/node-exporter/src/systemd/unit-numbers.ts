/** Families that are one number of a unit, each for the units that have it. */
export const UNIT_NUMBERS = [
  {
    name: "node_systemd_unit_start_time_seconds",
    type: "gauge",
    of: "startTime",
    help: "Unix time since which the unit is active, 0 when it is not.",
  },
  {
    name: "node_systemd_unit_tasks_current",
    type: "gauge",
    of: "tasksCurrent",
    help: "Processes and threads of the service.",
  },
  {
    name: "node_systemd_unit_tasks_max",
    type: "gauge",
    of: "tasksMax",
    help: "How many processes and threads the service may have.",
  },
  {
    name: "node_systemd_service_restart_total",
    type: "counter",
    of: "restarts",
    help: "How often systemd started the service again by itself.",
  },
  {
    name: "node_systemd_timer_last_trigger_seconds",
    type: "gauge",
    of: "lastTrigger",
    help: "Unix time at which the timer last started its unit.",
  },
  {
    name: "node_systemd_socket_accepted_connections_total",
    type: "counter",
    of: "accepted",
    help: "Connections that the socket unit has accepted.",
  },
  {
    name: "node_systemd_socket_current_connections",
    type: "gauge",
    of: "connections",
    help: "Connections of the socket unit that are open.",
  },
  {
    name: "node_systemd_socket_refused_connections_total",
    type: "gauge",
    of: "refused",
    help: "Connections that the socket unit has turned away.",
    lintExempt: "node_exporter calls this counter a gauge.",
  },
] as const;

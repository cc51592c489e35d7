import { defineCollector } from "@sightglass/metrics-registry";
import { warnOfDeprecation } from "../deprecation.ts";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { readServices, type Service } from "../runit/read-services.ts";

const LABELS = ["service", "supervisor"] as const;

/** Families over a service's status, all gauges. */
const NUMBERS = [
  {
    name: "node_service_state",
    help: "State of the service: 0 down, 1 up, 2 finishing.",
    of: ({ state }: Service) => state,
  },
  {
    name: "node_service_desired_state",
    help: "State that the supervisor is to bring the service to: 0 down, 1 up.",
    of: ({ desiredState }: Service) => desiredState,
  },
  {
    name: "node_service_normal_state",
    help: "Whether the service starts with its supervisor (1) or waits to be started (0).",
    of: ({ isNormallyUp }: Service) => (isNormallyUp ? 1 : 0),
  },
  {
    name: "node_service_state_last_change_timestamp_seconds",
    help: "Unix time at which the service's state last changed.",
    of: ({ changedAt }: Service) => changedAt,
  },
] as const;

/** Services that runit supervises. */
export const runit = defineCollector({
  name: "runit",
  help: "State of services under runit, from their supervise/status files.",
  enabledByDefault: false,
  options: {
    folder: {
      flag: "collector.runit.servicedir",
      type: "string",
      default: "/etc/service",
      placeholder: "PATH",
      help: "Folder of the services that runit supervises.",
    },
  },
  setup: ({ folder }, host: Host) => {
    warnOfDeprecation(host, "runit");
    return folder === "" ? "/etc/service" : folder;
  },
  read: (_host: Host, _signal, folder): readonly Service[] =>
    orNoData(() => readServices(folder), `${folder} does not exist`),
  families: (family) =>
    NUMBERS.map(({ name, help, of }) =>
      family({
        name,
        type: "gauge",
        labels: LABELS,
        help,
        samples: (services, emit) => {
          for (let at = 0; at < services.length; at += 1) {
            const service = services[at] as Service;
            emit(of(service), service.name, "runit");
          }
        },
      }),
    ),
});

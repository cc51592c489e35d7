import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { CGROUP_IO_NUMBERS, CGROUP_NUMBERS } from "../cgroup/numbers.ts";
import type { CgroupReading } from "../cgroup/read-cgroup.ts";
import { createCgroupReader, type CgroupDevice, type CgroupReader } from "../cgroup/read-cgroups.ts";
import { createDeviceFilter } from "../device-filter.ts";
import type { Host } from "../host.ts";

/** Slices, services, scopes and containers, each as one cgroup of version 2. */
export const cgroup: CollectorDefinition<Host> = defineCollector({
  name: "cgroup",
  help: "CPU, memory, I/O, tasks and stalls of each slice, service and scope, from cgroup v2; not in node_exporter.",
  enabledByDefault: false,
  options: {
    depth: {
      flag: "collector.cgroup.depth",
      type: "integer",
      default: 3,
      min: 0,
      max: 64,
      help: "Levels of cgroups below the root that are reported: 2 for services, 3 for pods and sessions, 4 for containers of pods.",
    },
    limit: {
      flag: "collector.cgroup.limit",
      type: "integer",
      default: 1000,
      min: 1,
      max: 65_536,
      help: "Cgroups that are reported at most, upper levels first; node_cgroup_omitted counts the others.",
    },
    include: {
      flag: "collector.cgroup.include",
      type: "regex",
      default: "",
      help: "Regular expression of cgroup paths, such as /system.slice/ssh.service, to report.",
    },
    exclude: {
      flag: "collector.cgroup.exclude",
      type: "regex",
      default: "",
      help: "Regular expression of cgroup paths to leave out; the cgroups below are matched by themselves.",
    },
  },
  setup: ({ depth, limit, include, exclude }, host: Host): CgroupReader =>
    createCgroupReader(host, { depth, limit, isLeftOut: createDeviceFilter({ include, exclude }) }),
  read: (_host: Host, signal, reader) => reader.read(signal),
  lacks: ({ denied }) =>
    denied === "" ? "" : `${denied} and perhaps more may not be read: run as root or give CAP_DAC_READ_SEARCH`,
  families: (family) => [
    family({
      name: "node_cgroup_reported",
      type: "gauge",
      help: "Cgroups that are reported.",
      samples: ({ readings }, emit) => emit(readings.length),
    }),
    family({
      name: "node_cgroup_omitted",
      type: "gauge",
      labels: ["reason"],
      help: "Cgroups that exist and are not reported: below the depth, left out by a filter, or beyond the limit.",
      samples: ({ omitted }, emit) => {
        emit(omitted.depth, "depth");
        emit(omitted.filter, "filter");
        emit(omitted.limit, "limit");
      },
    }),
    ...CGROUP_NUMBERS.map(({ name, type, per, help }, at) =>
      family({
        name,
        type,
        labels: ["path"],
        help,
        samples: ({ readings }, emit) => {
          for (let index = 0; index < readings.length; index += 1) {
            const { numbers, path } = readings[index] as CgroupReading;
            const value = numbers[at];
            if (value !== undefined) emit(value / per, path);
          }
        },
      }),
    ),
    ...CGROUP_IO_NUMBERS.map(({ name, help }, at) =>
      family({
        name,
        type: "counter",
        labels: ["path", "device"],
        help,
        samples: ({ devices }, emit) => {
          for (let index = 0; index < devices.length; index += 1) {
            const { path, device, values } = devices[index] as CgroupDevice;
            const value = values[at];
            if (value !== undefined) emit(value, path, device);
          }
        },
      }),
    ),
  ],
});

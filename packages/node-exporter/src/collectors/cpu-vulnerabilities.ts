import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { parseCpuVulnerability } from "../sysfs/cpu-vulnerability.ts";

const FOLDER = "devices/system/cpu/vulnerabilities";

export const cpuVulnerabilities: CollectorDefinition<Host> = defineCollector({
  name: "cpu_vulnerabilities",
  help: "Known vulnerabilities of the processor and how the kernel meets them, from /sys/devices/system/cpu/vulnerabilities.",
  enabledByDefault: false,
  isSteady: true,
  read: ({ sys }: Host) =>
    sys.listIfPresent(FOLDER).map((codename) => {
      // Mitigations outgrow the single short read of an attribute.
      const { state, mitigation } = parseCpuVulnerability(sys.hot(`${FOLDER}/${codename}`, 0));
      return { codename, state, mitigation };
    }),
  families: (family) => [
    family({
      name: "node_cpu_vulnerabilities_info",
      type: "gauge",
      labels: ["codename", "state", "mitigation"],
      help: "State of the processor with regard to a vulnerability as labels; the value is always 1.",
      samples: (vulnerabilities, emit) => {
        for (const { codename, state, mitigation } of vulnerabilities) emit(1, codename, state, mitigation);
      },
    }),
  ],
});

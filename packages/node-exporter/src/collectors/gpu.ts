import { defineCollector, NoDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { DOMAIN_NUMBERS, GPU_NUMBERS } from "../gpu/numbers.ts";
import { readGpus, type Gpu, type KnownGpus } from "../gpu/read-gpus.ts";
import type { Host } from "../host.ts";

/** GPUs of every maker, from what their drivers write into files. */
export const gpu: CollectorDefinition<Host> = defineCollector({
  name: "gpu",
  help: "GPUs of AMD, Intel and NVIDIA as far as files tell of them, from /sys/class/drm and /proc/driver/nvidia; not in node_exporter.",
  enabledByDefault: false,
  isSteady: true,
  setup: (_options, _host: Host): KnownGpus => new Map(),
  read: (host: Host, _signal, known) => {
    const gpus = readGpus(host, known);
    if (gpus.length === 0) throw new NoDataError("the kernel has no graphics card, and NVIDIA's driver no GPU");
    return gpus;
  },
  families: (family) => [
    family({
      name: "node_gpu_info",
      type: "gauge",
      labels: [
        "gpu",
        "card",
        "driver",
        "vendor",
        "vendor_id",
        "device_id",
        "subsystem_vendor_id",
        "subsystem_device_id",
        "model",
        "unique_id",
        "vbios_version",
      ],
      help: "Identity of the GPU as labels; the value is always 1. Label gpu is its PCI address, as a rule.",
      samples: (gpus, emit) => {
        for (const one of gpus) {
          emit(
            1,
            one.gpu,
            one.card,
            one.driver,
            one.vendor,
            one.vendorId,
            one.deviceId,
            one.subsystemVendorId,
            one.subsystemDeviceId,
            one.model,
            one.uniqueId,
            one.vbiosVersion,
          );
        }
      },
    }),
    family({
      name: "node_gpu_suspended",
      type: "gauge",
      labels: ["gpu"],
      help: "Whether the GPU sleeps (1) or not (0). Its numbers are absent then, since reading them would wake it.",
      samples: (gpus, emit) => {
        for (const { gpu: name, isSuspended } of gpus) if (isSuspended !== undefined) emit(isSuspended ? 1 : 0, name);
      },
    }),
    ...GPU_NUMBERS.map(({ name, type, help }, at) =>
      family({
        name,
        type,
        labels: ["gpu"],
        help,
        samples: (gpus, emit) => {
          for (let index = 0; index < gpus.length; index += 1) {
            const { gpu: label, numbers } = gpus[index] as Gpu;
            const value = numbers[at];
            if (value !== undefined) emit(value, label);
          }
        },
      }),
    ),
    ...DOMAIN_NUMBERS.map(({ name, type, help }, at) =>
      family({
        name,
        type,
        labels: ["gpu", "domain"],
        help,
        samples: (gpus, emit) => {
          for (let index = 0; index < gpus.length; index += 1) {
            const { gpu: label, domains } = gpus[index] as Gpu;
            for (const { domain, numbers } of domains) {
              const value = numbers[at];
              if (value !== undefined) emit(value, label, domain);
            }
          }
        },
      }),
    ),
  ],
});

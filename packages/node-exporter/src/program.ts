import { createRequire } from "node:module";
import { defineProgram, type Program } from "@sightglass/exporter-kit";
import type { CollectorDefinition } from "@sightglass/metrics-registry";
import { collectors } from "./collectors/index.ts";
import { closeHost, createHost, DEFAULT_PATHS, type HostOptions, type OpenHost } from "./create-host.ts";
import { hostNotices } from "./host-notices.ts";
import type { Host } from "./host.ts";
import { VIRTUAL_DEVICES } from "./virtual-devices.ts";

const { version } = createRequire(import.meta.url)("../package.json") as { readonly version: string };

/** Ways of looking at a host; the values of `--host.provider`. */
const PROVIDERS = ["native", "portable"] as const;

const checkProvider = (platform: NodeJS.Platform, provider: string): string | undefined =>
  provider === "native" && platform !== "linux" ? "this system has no /proc and /sys as Linux has them" : undefined;

/** The collectors whose flags a platform's program has: on Linux those that read its files. */
async function listedCollectors(platform: NodeJS.Platform): Promise<readonly CollectorDefinition<Host>[]> {
  if (platform === "linux") return collectors;
  const { portablePlatform } = await import("./portable/portable-source.ts");
  return (await import("./portable/variants.ts")).portableVariants(portablePlatform(platform), collectors);
}

/** The portable collectors where they were chosen on Linux; elsewhere they are the ones that are listed. */
async function variants(
  platform: NodeJS.Platform,
  provider: string,
): Promise<readonly CollectorDefinition<Host>[] | undefined> {
  if (platform !== "linux" || provider !== "portable") return undefined;
  return (await import("./portable/variants.ts")).portableVariants("linux", collectors);
}

/** Opens the host; what the portable provider needs is loaded only for it. */
async function openHost(
  options: HostOptions & { readonly provider: string },
  warn: NonNullable<Host["warn"]>,
): Promise<OpenHost> {
  if (options.provider !== "portable") return createHost(options, warn);
  const { loadSystemInformation } = await import("./portable/system-information.ts");
  const portable = await loadSystemInformation();
  return { ...createHost(options, warn), portable };
}

/** Defines the node exporter as it is on a platform. */
export const createNodeExporter = async (platform: NodeJS.Platform): Promise<Program> =>
  defineProgram({
    name: "node_exporter",
    command: "node",
    description: "Metrics of this host from /proc and /sys, under node_exporter's names.",
    version,
    defaultListenAddress: ":9100",
    health: {
      success: "node_scrape_collector_success",
      duration: "node_scrape_collector_duration_seconds",
      status: "node_scrape_collector_status",
    },
    buildInfoFamily: "node_exporter_build_info",
    options: {
      procfs: {
        flag: "path.procfs",
        type: "string",
        default: DEFAULT_PATHS.procfs,
        placeholder: "PATH",
        help: "Where the host's procfs is mounted.",
      },
      sysfs: {
        flag: "path.sysfs",
        type: "string",
        default: DEFAULT_PATHS.sysfs,
        placeholder: "PATH",
        help: "Where the host's sysfs is mounted.",
      },
      rootfs: {
        flag: "path.rootfs",
        type: "string",
        default: DEFAULT_PATHS.rootfs,
        placeholder: "PATH",
        help: "Where the host's root file system is mounted; taken off the front of mount points.",
      },
      udevData: {
        flag: "path.udev.data",
        type: "string",
        default: DEFAULT_PATHS.udevData,
        placeholder: "PATH",
        help: "Where udev keeps its database of devices.",
      },
      provider: {
        flag: "host.provider",
        type: "choice",
        default: platform === "linux" ? "native" : "portable",
        choices: PROVIDERS,
        check: (provider) => checkProvider(platform, provider),
        help: "native reads Linux's own files; portable asks the tools of any system, and knows less.",
      },
      virtualDevices: {
        flag: "collector.net.virtual",
        type: "choice",
        default: "include",
        choices: VIRTUAL_DEVICES,
        help: "Whether netdev, netclass, ethtool and qdisc report the devices of containers, guests and tunnels.",
      },
    },
    collectors: await listedCollectors(platform),
    variants: ({ provider }) => variants(platform, provider),
    createSource: (options, { log }) => openHost(options, (message, fields) => log.warn(message, fields)),
    closeSource: closeHost,
    notices: hostNotices,
    surveysAtStart: true,
  });

/** The node exporter: node_exporter's flags and series over this host's /proc and /sys, or what it has instead. */
export const nodeExporter: Program = await createNodeExporter(process.platform);

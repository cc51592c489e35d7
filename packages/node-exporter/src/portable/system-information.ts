import type { PortableSource } from "./portable-source.ts";

/**
 * Loads the library that asks the tools of each operating system. It starts shells, and has had holes by which arguments
 * got into their commands: so this file alone imports it, nobody else calls it, and no call has an argument that is not
 * written here. It is imported when the portable provider is chosen and not before.
 */
export async function loadSystemInformation(): Promise<PortableSource> {
  const { default: tools } = await import("systeminformation");
  return {
    memory: () => tools.mem(),
    fileSystems: () => tools.fsSize(),
    diskBytes: () => tools.fsStats(),
    diskRequests: () => tools.disksIO(),
    network: () => tools.networkStats("*"),
    operatingSystem: () => tools.osInfo(),
  };
}

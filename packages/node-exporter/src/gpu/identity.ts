import { hasCode } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";

/** What a GPU is, as far as its bus tells. */
export interface GpuIdentity {
  /** Name of its device, which is the PCI address of nearly all: it stays from boot to boot, unlike the card's. */
  readonly gpu: string;
  readonly driver: string;
  readonly vendor: string;
  readonly vendorId: string;
  readonly deviceId: string;
  readonly subsystemVendorId: string;
  readonly subsystemDeviceId: string;
  /** What amdgpu tells; empty of others. */
  readonly model: string;
  readonly uniqueId: string;
  readonly vbiosVersion: string;
}

/** PCI vendors. */
const VENDORS: ReadonlyMap<string, string> = new Map([
  ["0x1002", "amd"],
  ["0x10de", "nvidia"],
  ["0x8086", "intel"],
]);

/** Last part of what a link leads to; undefined when there is no link. */
export function linkedName(sys: FileTree, path: string): string | undefined {
  try {
    const target = sys.link(path);
    return target.slice(target.lastIndexOf("/") + 1);
  } catch (error) {
    if (hasCode(error, "ENOENT", "EINVAL", "ENOTDIR")) return undefined;
    throw error;
  }
}

/** Reads what does not change as long as the driver holds the device; `folder` is the device's. */
export function readGpuIdentity(sys: FileTree, folder: string, gpu: string, driver: string): GpuIdentity {
  const attribute = (name: string): string => sys.attribute(`${folder}/${name}`) ?? "";
  const vendorId = attribute("vendor");
  return {
    gpu,
    driver,
    vendor: VENDORS.get(vendorId) ?? "",
    vendorId,
    deviceId: attribute("device"),
    subsystemVendorId: attribute("subsystem_vendor"),
    subsystemDeviceId: attribute("subsystem_device"),
    model: driver === "amdgpu" ? attribute("product_name") : "",
    uniqueId: driver === "amdgpu" ? attribute("unique_id") : "",
    vbiosVersion: driver === "amdgpu" ? attribute("vbios_version") : "",
  };
}

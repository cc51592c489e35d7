import type { OsIdentity } from "../os-families.ts";
import type { OperatingSystemData, PortablePlatform } from "./portable-source.ts";

/** What the library says when a tool did not tell. */
const UNKNOWN = "unknown";

const NOTHING: OsIdentity = {
  buildId: "",
  id: "",
  idLike: "",
  imageId: "",
  imageVersion: "",
  name: "",
  prettyName: "",
  variant: "",
  variantId: "",
  version: "",
  versionCodename: "",
  versionId: "",
};

const known = (text: string): string => (text === UNKNOWN ? "" : text);

/**
 * Fields by platform: on macOS the four that node_exporter has there, on FreeBSD what its os-release file holds, on
 * Linux what the library keeps of that file, and on Windows the edition with the version of its kernel.
 */
export function osFields(platform: PortablePlatform, data: OperatingSystemData): OsIdentity {
  const name = known(data.distro);
  const release = known(data.release);
  const base = { ...NOTHING, buildId: data.build, name };
  switch (platform) {
    case "darwin":
      return { ...base, version: release, versionId: release };
    case "freebsd":
      return {
        ...base,
        id: name.toLowerCase(),
        version: data.kernel,
        versionId: release,
        prettyName: `${name} ${data.kernel}`,
      };
    case "linux":
      return { ...base, versionCodename: data.codename, versionId: release };
    case "windows":
      return { ...base, id: "windows", version: release, versionId: release, versionCodename: data.codename };
  }
}

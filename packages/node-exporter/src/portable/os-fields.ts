import type { OperatingSystemData, PortablePlatform } from "./portable-source.ts";

/** Labels of node_os_info that are known without an os-release file. */
export interface OsFields {
  readonly buildId: string;
  readonly id: string;
  readonly name: string;
  readonly prettyName: string;
  readonly version: string;
  readonly versionCodename: string;
  readonly versionId: string;
}

/** What the library says when a tool did not tell. */
const UNKNOWN = "unknown";

const known = (text: string): string => (text === UNKNOWN ? "" : text);

/** `major.minor` of a version as a number, 0 when it does not start with one. */
export const osVersion = (versionId: string): number => Number(/^\d+\.?\d*/.exec(versionId)?.[0] ?? 0);

/**
 * Fields by platform: on macOS the four that node_exporter has there, on FreeBSD what its os-release file holds, on
 * Linux what the library keeps of that file, and on Windows the edition with the version of its kernel.
 */
export function osFields(platform: PortablePlatform, data: OperatingSystemData): OsFields {
  const name = known(data.distro);
  const release = known(data.release);
  const base = { buildId: data.build, id: "", name, prettyName: "", version: "", versionCodename: "" };
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

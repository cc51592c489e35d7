import { UnsupportedError } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import type { PortableSource } from "./portable-source.ts";

/** What the portable collectors of a host read from. */
export function sourceOf(host: Host): PortableSource {
  if (host.portable === undefined) throw new UnsupportedError("the portable provider is not loaded");
  return host.portable;
}

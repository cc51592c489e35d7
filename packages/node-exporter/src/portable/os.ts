import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { osFamilies, type OsIdentity } from "../os-families.ts";
import { osFields } from "./os-fields.ts";
import type { PortablePlatform } from "./portable-source.ts";
import { sourceOf } from "./source-of.ts";

/** Asking starts a dozen processes, and the answer changes with an upgrade at most. */
const KEPT_SECONDS = 3600;

/** The operating system's name and version. */
export const portableOs = (platform: PortablePlatform): CollectorDefinition<Host> =>
  defineCollector({
    name: "os",
    help: "Name and version of the operating system, from its own tools, once an hour.",
    enabledByDefault: true,
    setup: (_options, _host: Host) => ({ fields: undefined as OsIdentity | undefined, askedAt: 0 }),
    read: async (host: Host, _signal, state) => {
      const now = host.now();
      if (state.fields === undefined || Math.abs(now - state.askedAt) >= KEPT_SECONDS) {
        state.fields = osFields(platform, await sourceOf(host).operatingSystem());
        state.askedAt = now;
      }
      return state.fields;
    },
    families: osFamilies,
  });

import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { osFields, osVersion, type OsFields } from "./os-fields.ts";
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
    setup: (_options, _host: Host) => ({ fields: undefined as OsFields | undefined, askedAt: 0 }),
    read: async (host: Host, _signal, state) => {
      const now = host.now();
      if (state.fields === undefined || Math.abs(now - state.askedAt) >= KEPT_SECONDS) {
        state.fields = osFields(platform, await sourceOf(host).operatingSystem());
        state.askedAt = now;
      }
      return state.fields;
    },
    families: (family) => [
      family({
        name: "node_os_info",
        type: "gauge",
        labels: [
          "build_id",
          "id",
          "id_like",
          "image_id",
          "image_version",
          "name",
          "pretty_name",
          "variant",
          "variant_id",
          "version",
          "version_codename",
          "version_id",
        ],
        help: "Name and version of the operating system as labels, empty where unknown; the value is always 1.",
        samples: (os, emit) => {
          const { buildId, id, name, prettyName, version, versionCodename, versionId } = os;
          emit(1, buildId, id, "", "", "", name, prettyName, "", "", version, versionCodename, versionId);
        },
      }),
      family({
        name: "node_os_version",
        type: "gauge",
        labels: ["id", "id_like", "name"],
        help: "Major and minor part of the version as one decimal number.",
        samples: ({ id, name, versionId }, emit) => {
          const version = osVersion(versionId);
          if (version > 0) emit(version, id, "", name);
        },
      }),
    ],
  });

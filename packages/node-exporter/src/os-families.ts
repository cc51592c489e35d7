import type { FamilyBuilder, FamilyDefinition } from "@sightglass/metrics-registry";

/** What an operating system says it is, in the fields of os-release(5); empty where it does not tell. */
export interface OsIdentity {
  readonly buildId: string;
  readonly id: string;
  readonly idLike: string;
  readonly imageId: string;
  readonly imageVersion: string;
  readonly name: string;
  readonly prettyName: string;
  readonly variant: string;
  readonly variantId: string;
  readonly version: string;
  readonly versionCodename: string;
  readonly versionId: string;
}

/** `major.minor` of a version as a number, 0 when it does not start with one. */
export const osVersion = (versionId: string): number => Number(/^\d+\.?\d*/.exec(versionId)?.[0] ?? 0);

/** Families of name and version, which every platform has. */
export function osFamilies<Data extends OsIdentity>(family: FamilyBuilder<Data>): readonly FamilyDefinition<Data>[] {
  return [
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
      samples: (os, emit) =>
        emit(
          1,
          os.buildId,
          os.id,
          os.idLike,
          os.imageId,
          os.imageVersion,
          os.name,
          os.prettyName,
          os.variant,
          os.variantId,
          os.version,
          os.versionCodename,
          os.versionId,
        ),
    }),
    family({
      name: "node_os_version",
      type: "gauge",
      labels: ["id", "id_like", "name"],
      help: "Major and minor part of the version as one decimal number; absent where it does not start with a number.",
      samples: ({ id, idLike, name, versionId }, emit) => {
        const version = osVersion(versionId);
        if (version > 0) emit(version, id, idLike, name);
      },
    }),
  ];
}

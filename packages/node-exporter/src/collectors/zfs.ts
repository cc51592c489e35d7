import {
  defineCollector,
  PartialDataError,
  type CollectorDefinition,
  type EmitNamed,
} from "@sightglass/metrics-registry";
import { createFieldReader, emitFields, type FieldValues } from "../field-reader.ts";
import { hasCode } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";
import { legacyName } from "../name-selection.ts";
import { parseKstat } from "../procfs/kstat.ts";
import { MODULE_KSTATS } from "../zfs/module-kstats.ts";
import { createObjsetReader, type DatasetFields, type ObjsetReader } from "../zfs/objset-reader.ts";
import { createPoolIoReader, type PoolIoReader } from "../zfs/pool-io-reader.ts";

interface Pool {
  readonly pool: string;
  io: FieldValues | undefined;
  readonly datasets: DatasetFields[];
  state: string | undefined;
}

interface ZfsStatistics {
  /** By position in MODULE_KSTATS. */
  readonly modules: readonly (FieldValues | undefined)[];
  readonly pools: readonly Pool[];
}

interface ZfsState {
  readonly moduleReaders: readonly ((text: string) => FieldValues)[];
  readonly readIo: PoolIoReader;
  readonly readObjset: ObjsetReader;
  entries: readonly string[];
  /** Of `entries`, those that are no folders. */
  readonly files: Set<string>;
}

const ROOT = "spl/kstat/zfs";
/** The kernel writes a row at once; none but a dataset's name comes near this. */
const ROW_BYTES = 512;
const POOL_STATES = ["online", "degraded", "faulted", "offline", "removed", "unavail", "suspended"] as const;

/** Of a dotted field, node_exporter takes the last part. */
const fieldName = (prefix: string, field: string): string =>
  prefix + legacyName(field.slice(field.lastIndexOf(".") + 1));

/** What may be passed over: a release without that kstat, a pool that is exported meanwhile, a kstat for root only. */
const isPassedOver = (error: unknown): boolean => hasCode(error, "ENOENT", "EACCES", "EPERM");

/** Names in a pool's folder, or undefined for an entry that is no pool. */
function listPool(proc: FileTree, entry: string): readonly string[] | undefined {
  try {
    return proc.list(`${ROOT}/${entry}`);
  } catch (error) {
    if (hasCode(error, "ENOTDIR") || isPassedOver(error)) return undefined;
    throw error;
  }
}

/** Reads what it can of everything, as one bad file says nothing about the others; the first failure is thrown last. */
function readStatistics(proc: FileTree, state: ZfsState): ZfsStatistics {
  const entries = listClass(proc, ROOT);
  if (entries !== state.entries) {
    state.entries = entries;
    state.files.clear();
  }
  const failures: unknown[] = [];
  const attempt = <Value>(read: () => Value): Value | undefined => {
    try {
      return read();
    } catch (error) {
      if (!isPassedOver(error)) failures.push(error);
      return undefined;
    }
  };
  const modules = MODULE_KSTATS.map(({ file }, at) =>
    attempt(() => state.moduleReaders[at]?.(proc.hot(`${ROOT}/${file}`, ROW_BYTES))),
  );
  const pools: Pool[] = [];
  for (const entry of entries) {
    if (state.files.has(entry)) continue;
    const names = listPool(proc, entry);
    if (names === undefined) {
      state.files.add(entry);
      continue;
    }
    const pool: Pool = { pool: entry, io: undefined, datasets: [], state: undefined };
    pools.push(pool);
    for (const name of names) {
      const path = `${ROOT}/${entry}/${name}`;
      if (name === "io") pool.io = attempt(() => state.readIo(proc.hot(path), path));
      else if (name === "state") pool.state = attempt(() => proc.hot(path, 0).split("\n", 1)[0]?.toLowerCase());
      else if (name.startsWith("objset-")) {
        const dataset = attempt(() => state.readObjset(proc.hot(path, ROW_BYTES), path));
        if (dataset !== undefined) pool.datasets.push(dataset);
      }
    }
  }
  const data: ZfsStatistics = { modules, pools };
  if (failures.length > 0) throw new PartialDataError(data, failures[0]);
  return data;
}

function emitDatasets({ pools }: ZfsStatistics, emit: EmitNamed<readonly ["zpool", "dataset"]>): void {
  for (let at = 0; at < pools.length; at += 1) {
    const { pool, datasets } = pools[at] as Pool;
    for (let index = 0; index < datasets.length; index += 1) {
      const { dataset, fields } = datasets[index] as DatasetFields;
      for (let field = 0; field < fields.names.length; field += 1) {
        emit(fields.names[field] as string, fields.values[field] as number, pool, dataset);
      }
    }
  }
}

/** Pools and caches of OpenZFS. */
export const zfs: CollectorDefinition<Host> = defineCollector({
  name: "zfs",
  help: "Caches, pools and datasets of OpenZFS, from /proc/spl/kstat/zfs.",
  enabledByDefault: true,
  setup: (_options, _host: Host): ZfsState => ({
    moduleReaders: MODULE_KSTATS.map(({ file, prefix }) =>
      createFieldReader((text) =>
        parseKstat(text, { path: `${ROOT}/${file}`, nameOf: (field) => fieldName(prefix, field), signed: true }),
      ),
    ),
    readIo: createPoolIoReader((field) => fieldName("node_zfs_zpool_", field)),
    readObjset: createObjsetReader((field) => fieldName("node_zfs_zpool_dataset_", field)),
    entries: [],
    files: new Set(),
  }),
  read: ({ proc }: Host, _signal, state) => readStatistics(proc, state),
  families: (family) => [
    ...MODULE_KSTATS.map(({ file, prefix, help }, at) =>
      family.dynamic({
        prefix,
        type: "unknown",
        help,
        helpFor: (name) => `Field ${name.slice(prefix.length)} of ${file}, a kstat of OpenZFS.`,
        samples: ({ modules }, emit) => {
          const fields = modules[at];
          if (fields !== undefined) emitFields(fields, emit);
        },
      }),
    ),
    family.dynamic({
      prefix: "node_zfs_zpool_",
      type: "unknown",
      labels: ["zpool"],
      help: "Reads and writes of a pool, and its queues; of older releases of OpenZFS.",
      helpFor: (name) => `Column ${name.slice("node_zfs_zpool_".length)} of the pool's io, a kstat of OpenZFS.`,
      samples: ({ pools }, emit) => {
        for (const { pool, io } of pools) {
          if (io === undefined) continue;
          for (let at = 0; at < io.names.length; at += 1) emit(io.names[at] as string, io.values[at] as number, pool);
        }
      },
    }),
    family.dynamic({
      prefix: "node_zfs_zpool_dataset_",
      type: "unknown",
      labels: ["zpool", "dataset"],
      help: "Reads, writes and unlinks of a dataset.",
      helpFor: (name) =>
        `Field ${name.slice("node_zfs_zpool_dataset_".length)} of the dataset's objset, a kstat of OpenZFS.`,
      samples: emitDatasets,
    }),
    family({
      name: "node_zfs_zpool_state",
      type: "gauge",
      labels: ["zpool", "state"],
      help: "Whether the pool is in the state of the label (1) or in another (0).",
      samples: ({ pools }, emit) => {
        for (const { pool, state } of pools) {
          if (state === undefined) continue;
          for (const one of POOL_STATES) emit(one === state ? 1 : 0, pool, one);
        }
      },
    }),
  ],
});

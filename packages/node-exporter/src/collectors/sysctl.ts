import { defineCollector, ParseError, PartialDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { legacyName } from "../name-selection.ts";
import { parseSysctlIntegers, parseSysctlSelection, splitSysctl, type SysctlSelection } from "../procfs/sysctl.ts";

/** A parameter that was asked for, with the names that its numbers go by. */
interface Parameter extends SysctlSelection {
  readonly isInfo: boolean;
  readonly metric: string;
  /** By position of the value; empty without keys. */
  readonly metrics: readonly string[];
}

interface NumberSample {
  readonly metric: string;
  readonly value: number;
}

interface Sysctls {
  readonly single: NumberSample[];
  readonly indexed: { readonly metric: string; readonly values: readonly number[] }[];
  readonly infos: { readonly name: string; readonly values: readonly string[] }[];
}

const PREFIX = "node_sysctl_";

function parameter(flag: string, isInfo: boolean): Parameter {
  const selection = parseSysctlSelection(flag);
  // One underscore for each run of others and the underscores around it, as upstream has it.
  const metric = PREFIX + selection.name.replaceAll(/_*[^0-9A-Za-z_]+_*/g, "_");
  const metrics = isInfo ? [] : selection.keys.map((key) => `${metric}_${legacyName(key)}`);
  return { ...selection, isInfo, metric, metrics };
}

/** Refuses what the flag does not fit: values without a name, names without a value, names for texts. */
function checkKeys({ name, path, keys, isInfo }: Parameter, count: number): void {
  const refuse = (what: string): never => {
    throw new ParseError(path, 1, what);
  };
  if (count === 0) refuse(`sysctl ${name} has no values`);
  if (keys.length === 0) return;
  if (count === 1) refuse(`sysctl ${name} has only one value, but expected [${keys.join(" ")}]`);
  if (count !== keys.length)
    refuse(`sysctl ${name} has ${count} values, but ${keys.length} keys are defined in the flag`);
  if (isInfo) refuse("mapped sysctl string values not supported");
}

/** The kernel's message for a folder does not name it. */
function readText({ proc }: Host, { name, path }: Parameter): string {
  try {
    return proc.hot(path, 0);
  } catch (error) {
    if (hasCode(error, "EISDIR")) throw new Error(`sysctl ${name} is a folder: ${proc.root}/${path}`, { cause: error });
    throw error;
  }
}

function readParameter(host: Host, wanted: Parameter, into: Sysctls): void {
  const text = readText(host, wanted);
  if (wanted.isInfo) {
    const values = splitSysctl(text);
    checkKeys(wanted, values.length);
    into.infos.push({ name: wanted.name, values });
    return;
  }
  const values = parseSysctlIntegers(text, wanted.path);
  checkKeys(wanted, values.length);
  if (wanted.metrics.length > 0) {
    for (const [at, metric] of wanted.metrics.entries()) into.single.push({ metric, value: values[at] as number });
  } else if (values.length === 1) into.single.push({ metric: wanted.metric, value: values[0] as number });
  else into.indexed.push({ metric: wanted.metric, values });
}

const helpFor = (name: string): string => `Kernel parameter ${name.slice(PREFIX.length)} of /proc/sys.`;

export const sysctl: CollectorDefinition<Host> = defineCollector({
  name: "sysctl",
  help: "Kernel parameters that flags name, from /proc/sys.",
  enabledByDefault: false,
  isSteady: true,
  options: {
    include: {
      flag: "collector.sysctl.include",
      type: "strings",
      default: [],
      placeholder: "NAME[:KEY,...]",
      help: "Numeric kernel parameter to expose, such as fs.file-nr:total,current,max; may be repeated.",
    },
    includeInfo: {
      flag: "collector.sysctl.include-info",
      type: "strings",
      default: [],
      placeholder: "NAME",
      help: "Kernel parameter whose words are exposed as labels; may be repeated.",
    },
  },
  setup: ({ include, includeInfo }, _host: Host): readonly Parameter[] => [
    ...include.map((flag) => parameter(flag, false)),
    ...includeInfo.map((flag) => parameter(flag, true)),
  ],
  read: (host: Host, _signal, parameters) => {
    const sysctls: Sysctls = { single: [], indexed: [], infos: [] };
    try {
      for (const wanted of parameters) readParameter(host, wanted, sysctls);
    } catch (error) {
      throw new PartialDataError(sysctls, error);
    }
    return sysctls;
  },
  families: (family) => [
    family.dynamic({
      prefix: "node_sysctl_",
      type: "unknown",
      help: "A kernel parameter of one number, or one of several that a flag names.",
      helpFor,
      samples: ({ single }, emit) => {
        for (const { metric, value } of single) emit(metric, value);
      },
    }),
    family.dynamic({
      prefix: "node_sysctl_",
      type: "unknown",
      labels: ["index"],
      help: "A kernel parameter of several numbers, by position.",
      helpFor,
      samples: ({ indexed }, emit) => {
        for (const { metric, values } of indexed) {
          for (const [index, value] of values.entries()) emit(metric, value, String(index));
        }
      },
    }),
    family({
      name: "node_sysctl_info",
      type: "gauge",
      labels: ["name", "value", "index"],
      help: "A word of a kernel parameter as a label, by position; the value is always 1.",
      samples: ({ infos }, emit) => {
        for (const { name, values } of infos) {
          for (const [index, value] of values.entries()) emit(1, name, value, String(index));
        }
      },
    }),
  ],
});

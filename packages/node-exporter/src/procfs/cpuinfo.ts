import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber, splitFields } from "./fields.ts";

/** One processor of /proc/cpuinfo. Texts are empty where the architecture has no such line. */
export interface CpuInfo {
  processor: string;
  package: string;
  core: string;
  vendor: string;
  family: string;
  model: string;
  modelName: string;
  microcode: string;
  stepping: string;
  cacheSize: string;
  /** Undefined where the architecture has no such line. */
  megahertz: number | undefined;
  flags: readonly string[];
  bugs: readonly string[];
}

type TextKey =
  | "package"
  | "core"
  | "vendor"
  | "family"
  | "model"
  | "modelName"
  | "microcode"
  | "stepping"
  | "cacheSize";

/** Where the lines of the different architectures belong; one table serves all, as no key means two things. */
const TEXT_KEYS: ReadonlyMap<string, TextKey> = new Map<string, TextKey>([
  // x86
  ["vendor_id", "vendor"],
  ["vendor", "vendor"],
  ["cpu family", "family"],
  ["model", "model"],
  ["model name", "modelName"],
  ["stepping", "stepping"],
  ["microcode", "microcode"],
  ["cache size", "cacheSize"],
  ["physical id", "package"],
  ["core id", "core"],
  // LoongArch, MIPS, POWER, RISC-V
  ["CPU Family", "family"],
  ["Model Name", "modelName"],
  ["cpu model", "modelName"],
  ["cpu", "vendor"],
  ["hart", "core"],
  ["isa", "modelName"],
]);

const emptyProcessor = (processor: string): CpuInfo => ({
  processor,
  package: "",
  core: "",
  vendor: "",
  family: "",
  model: "",
  modelName: "",
  microcode: "",
  stepping: "",
  cacheSize: "",
  megahertz: undefined,
  flags: [],
  bugs: [],
});

function assign(cpu: CpuInfo, key: string, value: string, line: number): void {
  const textKey = TEXT_KEYS.get(key);
  if (textKey !== undefined) cpu[textKey] = value;
  else if (key === "cpu MHz" || key === "clock") {
    cpu.megahertz = parseNumber(value.replace("MHz", ""), "cpuinfo", line);
  } else if (key === "flags" || key === "Features") cpu.flags = splitFields(value);
  else if (key === "bugs") cpu.bugs = splitFields(value);
}

/**
 * Parses /proc/cpuinfo, blocks of `key<tab>: value` that each start with `processor`; lines before the first block
 * (the machine's type on some architectures) name no processor and are skipped. Throws ParseError.
 */
export function parseCpuinfo(text: string): readonly CpuInfo[] {
  const cpus: CpuInfo[] = [];
  let current: CpuInfo | undefined;
  let line = 0;
  for (const row of text.split("\n")) {
    line += 1;
    const colon = row.indexOf(":");
    if (colon === -1) continue;
    const key = row.slice(0, colon).trim();
    const value = row.slice(colon + 2);
    if (key === "processor") {
      current = emptyProcessor(String(parseNumber(value, "cpuinfo", line)));
      cpus.push(current);
    } else if (current !== undefined) assign(current, key, value, line);
  }
  if (cpus.length === 0) throw new ParseError("cpuinfo", 0, "no processor found");
  return cpus;
}

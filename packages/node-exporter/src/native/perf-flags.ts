/** A kernel tracepoint. */
export interface Tracepoint {
  readonly subsystem: string;
  readonly event: string;
}

/** More CPUs than any kernel supports. */
const MAX_CPU = 65_535;

const RANGE = /^(\d+)-(\d+)(?::(\d+))?$/;

/**
 * CPUs of `--collector.perf.cpus`: numbers and ranges such as `0,2-6:2`, the number after the colon being the step.
 * Throws an Error that names the flag's fault.
 */
export function parsePerfCpus(text: string): readonly number[] {
  const fault = (part: string): Error =>
    new Error(`collector perf: --collector.perf.cpus=${text}: "${part}" is no CPU and no range of them`);
  const cpus = new Set<number>();
  for (const part of text.split(",")) {
    const [, first, last, step] = RANGE.exec(part) ?? (/^\d+$/.test(part) ? [part, part, part] : []);
    if (first === undefined || last === undefined || Number(last) > MAX_CPU || Number(step ?? 1) === 0) {
      throw fault(part);
    }
    for (let cpu = Number(first); cpu <= Number(last); cpu += Number(step ?? 1)) cpus.add(cpu);
  }
  return [...cpus];
}

/**
 * Tracepoints of `--collector.perf.tracepoint`, each `SUBSYSTEM:EVENT`; one that is given twice is counted once. Throws
 * an Error that names the flag's fault.
 */
export function parseTracepoints(texts: readonly string[]): readonly Tracepoint[] {
  return [...new Set(texts)].map((text) => {
    const [subsystem, event, rest] = text.split(":");
    // Both are names of folders, and no way to others.
    if (!isName(subsystem) || !isName(event) || rest !== undefined) {
      throw new Error(`collector perf: invalid tracepoint config ${text}: it must have the form SUBSYSTEM:EVENT`);
    }
    return { subsystem, event };
  });
}

const isName = (name: string | undefined): name is string => name !== undefined && /^\w[\w.-]*$/.test(name);

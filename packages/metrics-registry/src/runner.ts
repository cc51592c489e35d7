import type { CollectedFamily } from "./collected.ts";
import { createFamilyCollector, type FamilyCollector, type OnDrop } from "./collect/family-collector.ts";
import type { SeriesRules } from "./collect/series-rules.ts";
import type { CollectorDefinition } from "./collector.ts";
import { DeniedError, NoDataError, PartialDataError, UnsupportedError } from "./errors.ts";
import { sameData } from "./same-data.ts";
import type { StatusReason } from "./registry-types.ts";

/** What one run of one collector gave. */
export interface RunResult {
  readonly reason: StatusReason;
  /** Message of the error; when the reason is `ok`, what the data lacks, empty when nothing. */
  readonly message: string;
  /** The thrown value itself, for the log. */
  readonly error?: unknown;
  readonly durationSeconds: number;
  readonly families: readonly CollectedFamily[];
}

/** Runs one collector. */
export interface CollectorRunner {
  readonly name: string;
  /**
   * Starts a run, or joins the one that is under way. Synchronous collectors give their result at once. The result
   * never rejects.
   */
  run(signal: AbortSignal): RunResult | Promise<RunResult>;
  /** Whether an earlier run has outlived its scrape: it is reported, not waited for. */
  overdue(): boolean;
  /** The result of a run that did not end in time; marks it overdue until it ends. */
  giveUp(durationSeconds: number, message: string): RunResult;
}

/** How a thrown value is reported. */
function reasonOf(error: unknown): StatusReason {
  if (error instanceof NoDataError) return "no_data";
  if (error instanceof DeniedError) return "denied";
  if (error instanceof UnsupportedError) return "unsupported";
  if (error instanceof PartialDataError) return reasonOf(error.cause);
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  if (code === "EACCES" || code === "EPERM") return "denied";
  return name === "AbortError" || name === "TimeoutError" ? "timeout" : "error";
}

/** What to tell of a thrown value. A file that this user may not read says only that, so what would allow it is added. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path, message } = (error instanceof PartialDataError ? error.cause : error) as NodeJS.ErrnoException;
  if (code !== "EACCES" || path === undefined) return error.message;
  return `${message}; run as root or give CAP_DAC_READ_SEARCH`;
}

/** Binds a definition to its source and options. Throws what `setup` throws: a fault of configuration. */
export function createCollectorRunner<Source>(
  definition: CollectorDefinition<Source>,
  bound: {
    readonly source: Source;
    readonly options: object;
    readonly rules: SeriesRules;
    readonly onDrop: OnDrop;
    /** Told of samples that the collector left out by itself, which is no fault. */
    readonly onRepeat?: (samples: number) => void;
  },
): CollectorRunner {
  const { name, read, lacks, repeats, onFailure, isSteady } = definition;
  const { source, rules } = bound;
  const state = definition.setup(bound.options as never, source) as never;
  const families: readonly FamilyCollector[] = definition.families.map((family) =>
    createFamilyCollector(family, rules),
  );
  let underWay: Promise<RunResult> | undefined;
  let dropped = 0;
  /** The last data whose samples were all taken, and the families made of it. */
  let whole: { readonly data: unknown; readonly families: readonly CollectedFamily[] } | undefined;
  let isOverdue = false;

  const onDrop: OnDrop = (cause, samples) => {
    dropped += samples;
    bound.onDrop(cause, samples);
  };

  function failed(error: unknown, startMs: number, kept: readonly CollectedFamily[]): RunResult {
    return {
      reason: reasonOf(error),
      message: messageOf(error),
      error,
      durationSeconds: (performance.now() - startMs) / 1000,
      families: onFailure === "keep" ? kept : [],
    };
  }

  function emitAll(data: unknown, into: CollectedFamily[]): void {
    // By index: without the optimiser every pass of an iterator makes an object, and this runs for each family.
    for (let index = 0; index < families.length; index += 1) families[index]!.collect(data as never, into, onDrop);
  }

  function succeed(data: unknown, startMs: number): RunResult {
    const collected: CollectedFamily[] = [];
    dropped = 0;
    if (whole === undefined || !sameData(whole.data, data)) {
      whole = undefined;
      try {
        emitAll(data, collected);
      } catch (error) {
        return failed(error, startMs, collected);
      }
      if (isSteady && dropped === 0) whole = { data, families: collected };
    }
    const durationSeconds = (performance.now() - startMs) / 1000;
    const message = lacks === undefined ? "" : lacks(data as never);
    if (repeats !== undefined) bound.onRepeat?.(repeats(data as never));
    return { reason: "ok", message, durationSeconds, families: whole?.families ?? collected };
  }

  function fail(error: unknown, startMs: number): RunResult {
    const collected: CollectedFamily[] = [];
    if (error instanceof PartialDataError && onFailure === "keep") {
      try {
        emitAll(error.data, collected);
      } catch (emitError) {
        return failed(emitError, startMs, collected);
      }
    }
    return failed(error, startMs, collected);
  }

  async function settle(promise: Promise<unknown>, startMs: number): Promise<RunResult> {
    try {
      return succeed(await promise, startMs);
    } catch (error) {
      return fail(error, startMs);
    } finally {
      underWay = undefined;
      isOverdue = false;
    }
  }

  return {
    name,
    run: (signal) => {
      if (underWay !== undefined) return underWay;
      const startMs = performance.now();
      const { stackTraceLimit } = Error;
      let data: unknown;
      try {
        // Reads of absent files throw all the time, and a stack trace is most of what that costs.
        Error.stackTraceLimit = 0;
        data = read(source, signal, state);
      } catch (error) {
        return fail(error, startMs);
      } finally {
        Error.stackTraceLimit = stackTraceLimit;
      }
      if (!(data instanceof Promise)) return succeed(data, startMs);
      underWay = settle(data, startMs);
      return underWay;
    },
    overdue: () => isOverdue,
    giveUp: (durationSeconds, message) => {
      isOverdue = underWay !== undefined;
      return { reason: "timeout", message, durationSeconds, families: [] };
    },
  };
}

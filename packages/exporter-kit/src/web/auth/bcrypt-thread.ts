import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { bcryptThreadSource } from "./bcrypt-thread-source.ts";

/** Bounds and circumstances of a bcrypt thread. */
export interface BcryptThreadOptions {
  /** Verifications that may be waiting or running; one more is refused. */
  readonly maxPending: number;
  /** The longest one verification may take; beyond it the thread is ended and the verification rejected. */
  readonly timeoutMs: number;
  /** The thread is ended when it had nothing to do for this long. */
  readonly idleMs: number;
  /** The process runs with `--no-opt`: the optimiser is switched on while a hash is computed. */
  readonly optimizerOff: boolean;
}

interface Job {
  readonly hash: string;
  readonly password: string;
  readonly resolve: (equal: boolean) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Verifies passwords against bcrypt hashes one at a time on a thread of its own, so that the event loop never waits
 * for one. The thread starts with the first verification and ends after a time without any; it never keeps the process
 * alive by itself.
 */
export class BcryptThread {
  readonly #options: BcryptThreadOptions;
  readonly #queue: Job[] = [];
  #running: Job | undefined;
  #worker: Worker | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: BcryptThreadOptions) {
    this.#options = options;
  }

  /** Whether a thread is alive. */
  get started(): boolean {
    return this.#worker !== undefined;
  }

  /** The number of verifications that are waiting or running. */
  get pending(): number {
    return this.#queue.length + (this.#running === undefined ? 0 : 1);
  }

  /**
   * Whether `password` belongs to `hash`; undefined when too many verifications are pending.
   * @throws Error (by rejection) when the thread failed, took too long, or was closed.
   */
  verify(hash: string, password: string): Promise<boolean> | undefined {
    if (this.#closed || this.pending >= this.#options.maxPending) return undefined;
    return new Promise((resolve, reject) => {
      this.#queue.push({ hash, password, resolve, reject });
      this.#next();
    });
  }

  /** Ends the thread and rejects what is pending. */
  close(): void {
    this.#closed = true;
    // The waiting ones first, or the end of the running one would start the next.
    for (const job of this.#queue.splice(0)) job.reject(new Error("closed"));
    this.#end(new Error("closed"));
  }

  #next(): void {
    if (this.#running !== undefined) return;
    clearTimeout(this.#timer);
    const job = this.#queue.shift();
    if (job === undefined) {
      this.#worker?.unref();
      this.#timer = setTimeout(() => this.#end(undefined), this.#options.idleMs).unref();
      return;
    }
    this.#running = job;
    this.#timer = setTimeout(
      () => this.#end(new Error(`a verification took more than ${this.#options.timeoutMs} ms`)),
      this.#options.timeoutMs,
    ).unref();
    try {
      this.#worker ??= this.#start();
      this.#worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.#worker.postMessage({ hash: job.hash, password: job.password });
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #start(): Worker {
    const worker = new Worker(bcryptThreadSource, {
      eval: true,
      name: "bcrypt",
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
      workerData: {
        modulePath: createRequire(import.meta.url).resolve("bcryptjs"),
        optimizerOff: this.#options.optimizerOff,
      },
    });
    worker.on("message", (equal: unknown) => {
      if (worker === this.#worker) this.#settle((job) => job.resolve(equal === true));
    });
    worker.on("error", (error) => {
      if (worker === this.#worker) this.#end(error);
    });
    worker.on("exit", () => {
      if (worker === this.#worker) this.#end(new Error("the bcrypt thread ended"));
    });
    return worker;
  }

  #settle(report: (job: Job) => void): void {
    const job = this.#running;
    this.#running = undefined;
    if (job !== undefined) report(job);
    this.#next();
  }

  /** Ends the thread; with an error the running verification fails by it and the next one gets a new thread. */
  #end(error: Error | undefined): void {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    if (error !== undefined && this.#running !== undefined) this.#settle((job) => job.reject(error));
    if (this.#closed) clearTimeout(this.#timer);
  }
}

import { readFileSync, statSync } from "node:fs";
import type { SecureContextOptions } from "node:tls";
import type { WebLog } from "../web-log.ts";
import { parseWebConfig } from "./parse-web-config.ts";
import { readTlsOptions, tlsFiles } from "./tls-options.ts";
import type { WebConfig } from "./web-config.ts";
import { WebConfigError } from "./web-config-error.ts";
import type { Yaml } from "./yaml-section.ts";

/** A web configuration with its certificates read and tried. */
export interface LoadedWebConfig {
  readonly config: WebConfig;
  /** Set when `config.tls` is. */
  readonly tlsOptions: SecureContextOptions | undefined;
}

/** What a source needs from its surroundings. */
export interface WebConfigSourceOptions {
  readonly log: WebLog;
  /** Told after each attempt to read changed files. */
  readonly onReload: (ok: boolean) => void;
  /** Told before `onReload` when there is a new configuration. */
  readonly onChange: (loaded: LoadedWebConfig) => void;
  /** Files are looked at no more often than this. */
  readonly checkEveryMs: number;
}

/**
 * The web configuration file and the certificates it names, read again when they change. exporter-toolkit reads them on
 * each request and handshake and answers 500 while the file is broken; here `check()` is cheap enough for each request
 * (a few stat calls, at most once a second), and a broken file leaves the configuration in use as it is, with a line in
 * the log for each new state of the files. TLS is never switched on or off by a reload.
 */
export class WebConfigSource {
  readonly #yaml: Yaml;
  readonly #file: string;
  readonly #options: WebConfigSourceOptions;
  #loaded: LoadedWebConfig;
  #files: readonly string[];
  #state: string;
  #checkedAt: number;

  private constructor(yaml: Yaml, file: string, options: WebConfigSourceOptions) {
    this.#yaml = yaml;
    this.#file = file;
    this.#options = options;
    this.#files = [file];
    this.#loaded = this.#read();
    this.#state = this.#fingerprint();
    this.#checkedAt = performance.now();
  }

  /**
   * Reads the file for the first time; the YAML parser is imported only here.
   * @throws WebConfigError (by rejection) when the file or a certificate cannot be read or is not valid.
   */
  static async open(file: string, options: WebConfigSourceOptions): Promise<WebConfigSource> {
    const yaml = await import("yaml");
    return new WebConfigSource(yaml, file, options);
  }

  get loaded(): LoadedWebConfig {
    return this.#loaded;
  }

  /** Reads the files again if one has changed; never throws. To be called on each request and handshake. */
  check(): void {
    const now = performance.now();
    if (now - this.#checkedAt < this.#options.checkEveryMs) return;
    this.#checkedAt = now;
    if (this.#fingerprint() === this.#state) return;
    try {
      this.reload();
    } catch {
      // Logged and counted by reload(); the configuration in use stays.
    }
  }

  /**
   * Reads the files again now.
   * @throws WebConfigError when they are not valid; the configuration in use stays.
   */
  reload(): void {
    // Taken before reading, so that a change in between is seen by the next check; and so is a longer list of files,
    // which costs one more reading.
    this.#state = this.#fingerprint();
    try {
      const loaded = this.#read();
      if ((loaded.tlsOptions === undefined) !== (this.#loaded.tlsOptions === undefined)) {
        throw new WebConfigError(this.#file, 0, "switching TLS on or off needs a restart");
      }
      this.#options.onChange(loaded);
      this.#loaded = loaded;
    } catch (error) {
      this.#options.log.error("web configuration not reloaded, the old one stays in use", {
        file: this.#file,
        err: error instanceof Error ? error.message : String(error),
      });
      this.#options.onReload(false);
      throw error;
    }
    this.#options.log.info("web configuration reloaded", { file: this.#file });
    this.#options.onReload(true);
  }

  #read(): LoadedWebConfig {
    try {
      const config = parseWebConfig(this.#yaml, this.#file, readFileSync(this.#file, "utf8"));
      // Watched even if a certificate turns out bad, so that its repair is noticed.
      this.#files = [this.#file, ...(config.tls === undefined ? [] : tlsFiles(config.tls))];
      for (const warning of config.warnings) this.#options.log.warn(warning, { file: this.#file });
      return { config, tlsOptions: config.tls === undefined ? undefined : readTlsOptions(config.tls) };
    } catch (error) {
      if (error instanceof WebConfigError) throw error;
      throw new WebConfigError(this.#file, 0, error instanceof Error ? error.message : String(error));
    }
  }

  /** Device, inode, size and modification time of each file; links are followed, as Kubernetes swaps them. */
  #fingerprint(): string {
    return this.#files
      .map((file) => {
        try {
          const stat = statSync(file, { bigint: true });
          return `${file} ${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs}`;
        } catch (error) {
          return `${file} ${(error as NodeJS.ErrnoException).code}`;
        }
      })
      .join("\n");
  }
}

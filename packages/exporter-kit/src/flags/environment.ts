import type { FlagEntry } from "./flag-table.ts";

/** Environment variables as Node gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that every flag has: `web.listen-address` is SIGHTGLASS_WEB_LISTEN_ADDRESS. */
export function environmentName(flag: string): string {
  return `SIGHTGLASS_${flag.toUpperCase().replaceAll(/[.-]/g, "_")}`;
}

/** A value that the environment gives. */
export interface EnvironmentValue {
  readonly variable: string;
  readonly value: string | readonly string[];
}

/**
 * The value of a flag in the environment, its derived name first and its own (GOMAXPROCS, for instance) second. An
 * empty variable is as good as none. Several values of a repeatable flag stand on lines of their own.
 */
export function readEnvironment(entry: FlagEntry, env: Environment): EnvironmentValue | undefined {
  const { spec } = entry;
  for (const variable of [environmentName(entry.name), ...(spec.env === undefined ? [] : [spec.env])]) {
    const value = env[variable];
    if (value !== undefined && value !== "") {
      return {
        variable,
        value: spec.type === "strings" ? value.split("\n").filter((line) => line !== "") : value,
      };
    }
  }
  return undefined;
}

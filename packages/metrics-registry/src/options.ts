/**
 * Tests a whole or partial text. What regex flags turn into: a RegExp where RE2 and JavaScript agree,
 * a RE2 engine elsewhere. `source` is the pattern as the user wrote it.
 */
export interface Matcher {
  readonly source: string;
  test(text: string): boolean;
}

interface OptionHead<Value> {
  /** Whole flag name without dashes, such as `collector.netdev.device-exclude`. Also the key in the configuration file. */
  readonly flag: string;
  readonly help: string;
  /** Left out of `--help` and the flag reference, as deprecated and test-only flags are. */
  readonly hidden?: boolean;
  /** Old flag names that still work. */
  readonly aliases?: readonly string[];
  /** Environment variable that sets it, beside the one derived from the flag. */
  readonly env?: string;
  /** Whether values are secrets, such as passwords: they are never shown, whatever shows the configuration. */
  readonly secret?: boolean;
  /** Says what is wrong with a value that has the right type, or returns nothing. */
  readonly check?: (value: Value) => string | undefined;
}

/** One option of a collector or program: a flag, a configuration key and an environment variable in one. */
export type OptionSpec =
  | (OptionHead<boolean> & { readonly type: "boolean"; readonly default: boolean })
  | (OptionHead<string> & { readonly type: "string"; readonly default: string; readonly placeholder?: string })
  | (OptionHead<number> & {
      readonly type: "integer";
      readonly default: number;
      readonly min?: number;
      readonly max?: number;
    })
  | (OptionHead<number> & {
      readonly type: "number";
      readonly default: number;
      readonly min?: number;
      readonly max?: number;
    })
  /** Go duration text such as `1m30s`; the value is in milliseconds. */
  | (OptionHead<number> & { readonly type: "duration"; readonly default: string })
  | (OptionHead<string> & { readonly type: "choice"; readonly default: string; readonly choices: readonly string[] })
  /** RE2 syntax, unanchored unless `anchored`. Empty default: matches nothing and is undefined. */
  | (OptionHead<Matcher | undefined> & {
      readonly type: "regex";
      readonly default: string;
      readonly anchored?: boolean;
    })
  /** Repeatable flag; a list in the configuration file. */
  | (OptionHead<readonly string[]> & {
      readonly type: "strings";
      readonly default: readonly string[];
      readonly placeholder?: string;
    });

/** The options of a collector or program by the name under which its code reads them. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

interface OptionValueByType {
  boolean: boolean;
  string: string;
  integer: number;
  number: number;
  duration: number;
  choice: string;
  regex: Matcher | undefined;
  strings: readonly string[];
}

/** Values of a set of options after parsing. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: OptionValueByType[Specs[Name]["type"]];
};

/** Levels in ascending weight. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
/** A log level as `--log.level` takes it. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Forms of a log line as `--log.format` takes them. */
export const LOG_FORMATS = ["logfmt", "json"] as const;
/** The form of a log line. */
export type LogFormat = (typeof LOG_FORMATS)[number];

/** What a log line carries beside its message. Errors are written as their message, undefined fields are left out. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes leveled, structured lines. Values may be hostile: nothing that reaches the output can end a line or move a terminal's cursor. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Takes effect for the next line. */
  setLevel(level: LogLevel): void;
  /** Whether lines of this level are written, for callers whose fields are costly. */
  enabled(level: LogLevel): boolean;
}

/** How a logger is made. */
export interface LoggerSettings {
  readonly level?: LogLevel;
  readonly format?: LogFormat;
  /** Where lines go; the standard error stream by default. Gets whole lines with their line feed. */
  readonly write?: (line: string) => void;
  /** Unix time in milliseconds. */
  readonly now?: () => number;
}

/** Longest text of one value; what is beyond is cut, so that a hostile header cannot fill a disk. */
const MAX_VALUE_LENGTH = 8_192;

/** Controls, format characters (marks that reorder text among them), lone surrogates, line and paragraph separators. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const NEEDS_QUOTES = /[\s"=\\]|[^\x21-\x7e]/;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** UTF-16 units, as JSON has them, so that one form serves both formats. */
const escapeCharacter = (character: string): string =>
  SHORT_ESCAPES[character] ??
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

/** Replaces every character that could end a line, move a cursor or reorder text by a visible `\n` or `\uXXXX`. */
export function escapeControl(text: string): string {
  return text.replaceAll(UNSAFE, escapeCharacter);
}

function textOf(value: unknown): string {
  let text: string;
  if (value instanceof Error) {
    text = value.message === "" ? value.name : value.message;
  } else if (typeof value === "object" && value !== null) {
    try {
      text = JSON.stringify(value) ?? "";
    } catch {
      text = Object.prototype.toString.call(value);
    }
  } else {
    text = String(value);
  }
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}

function logfmtValue(value: unknown): string {
  const text = textOf(value);
  if (text !== "" && !NEEDS_QUOTES.test(text)) {
    return text;
  }
  return `"${escapeControl(text.replaceAll("\\", "\\\\").replaceAll('"', '\\"'))}"`;
}

function logfmtKey(key: string): string {
  return key.replace(/[^\w.-]/g, "_");
}

function jsonValue(value: unknown): string {
  if (typeof value === "number" && Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  if (typeof value === "boolean" || value === null) {
    return String(value);
  }
  // JSON.stringify already escapes quotes, backslashes, C0 characters and lone surrogates.
  return escapeControl(JSON.stringify(textOf(value)));
}

type LineFormat = (time: string, level: LogLevel, message: string, fields: LogFields) => string;

const formatLogfmt: LineFormat = (time, level, message, fields) => {
  let line = `time=${time} level=${level.toUpperCase()} msg=${logfmtValue(message)}`;
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) {
      line += ` ${logfmtKey(key)}=${logfmtValue(value)}`;
    }
  }
  return `${line}\n`;
};

const formatJson: LineFormat = (time, level, message, fields) => {
  let line = `{"time":"${time}","level":"${level.toUpperCase()}","msg":${jsonValue(message)}`;
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) {
      line += `,${escapeControl(JSON.stringify(key))}:${jsonValue(value)}`;
    }
  }
  return `${line}}\n`;
};

/** Makes a logger in the form of Go's slog text or JSON handlers. Defaults: level info, logfmt, standard error. */
export function createLogger(settings: LoggerSettings = {}): Logger {
  const format = settings.format === "json" ? formatJson : formatLogfmt;
  const write = settings.write ?? ((line: string) => void process.stderr.write(line));
  const now = settings.now ?? Date.now;
  let threshold = LOG_LEVELS.indexOf(settings.level ?? "info");
  const enabled = (level: LogLevel): boolean => LOG_LEVELS.indexOf(level) >= threshold;
  const log = (level: LogLevel, message: string, fields: LogFields = {}): void => {
    if (enabled(level)) {
      write(format(new Date(now()).toISOString(), level, message, fields));
    }
  };
  return {
    debug: (message, fields) => log("debug", message, fields),
    info: (message, fields) => log("info", message, fields),
    warn: (message, fields) => log("warn", message, fields),
    error: (message, fields) => log("error", message, fields),
    setLevel: (level) => {
      threshold = LOG_LEVELS.indexOf(level);
    },
    enabled,
  };
}

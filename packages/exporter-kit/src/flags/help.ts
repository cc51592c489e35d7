import { escapeControl } from "../log.ts";
import { environmentName } from "./environment.ts";
import type { FlagEntry, FlagTable } from "./flag-table.ts";
import { rawDefault } from "./option-value.ts";

/** The head of a help text. */
export interface HelpHead {
  /** How the program is called: `node_exporter`, `sightglass node`. */
  readonly usage: string;
  readonly description: string;
  /** Paragraphs at the end, in place of how agents' flags can be set elsewhere. */
  readonly notes?: readonly string[];
}

const AGENT_NOTE = [
  `Every flag can also be set by an environment variable (--log.level: ${environmentName("log.level")})`,
  "and, under its name without dashes, in the YAML file of --config.file. A flag beats the",
  "environment, which beats the file. @FILE stands for the arguments in FILE, one a line.",
].join("\n");

const MARGIN = 26;
const WIDTH = 100;

/** What a flag takes, as a word in capitals; undefined for booleans. */
function placeholderOf(entry: FlagEntry): string | undefined {
  const { spec } = entry;
  switch (spec.type) {
    case "boolean":
      return undefined;
    case "integer":
    case "number":
      return "NUMBER";
    case "duration":
      return "DURATION";
    case "choice":
      return spec.choices.join("|");
    case "regex":
      return "REGEX";
    case "string":
    case "strings":
      return spec.placeholder ?? "TEXT";
  }
}

/** How a flag is written in help and reference: `--[no-]name`, `--name=REGEX`, `--name=ADDRESS ...`. */
export function flagSyntax(entry: FlagEntry): string {
  const placeholder = placeholderOf(entry);
  return placeholder === undefined
    ? `--[no-]${entry.name}`
    : `--${entry.name}=${placeholder}${entry.spec.type === "strings" ? " ..." : ""}`;
}

/** A flag's default for display; undefined when there is nothing to say. */
export function shownDefault(entry: FlagEntry): string | undefined {
  const raw = rawDefault(entry.spec);
  const text = typeof raw === "string" ? raw : raw.join(" ");
  return text === "" ? undefined : text;
}

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > WIDTH - MARGIN) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function renderRow(syntax: string, text: string): string {
  const indent = " ".repeat(MARGIN);
  const lines = wrap(escapeControl(text));
  const head = `  ${syntax}`;
  if (head.length + 2 <= MARGIN) {
    return [head.padEnd(MARGIN) + (lines[0] ?? ""), ...lines.slice(1).map((line) => indent + line)].join("\n");
  }
  return [head, ...lines.map((line) => indent + line)].join("\n");
}

function helpText(entry: FlagEntry): string {
  const shown = shownDefault(entry);
  const notes = [
    ...(shown === undefined ? [] : [`default: ${shown}`]),
    ...(entry.spec.env === undefined ? [] : [`also: $${entry.spec.env}`]),
  ];
  return notes.length === 0 ? entry.spec.help : `${entry.spec.help} (${notes.join("; ")})`;
}

/** Flags by section in the order of the table, without hidden ones. */
export function sectionsOf(table: FlagTable): ReadonlyMap<string, readonly FlagEntry[]> {
  const sections = new Map<string, FlagEntry[]>();
  for (const entry of table.entries) {
    if (entry.spec.hidden !== true) {
      const section = sections.get(entry.section) ?? [];
      section.push(entry);
      sections.set(entry.section, section);
    }
  }
  return sections;
}

/** Writes what `--help` prints. */
export function renderHelp(head: HelpHead, table: FlagTable): string {
  const isAgent = head.notes === undefined;
  const blocks = [`usage: ${head.usage}${isAgent ? " [<flags>]" : ""}`, head.description];
  for (const [section, entries] of sectionsOf(table)) {
    const rows = entries.map((entry) => renderRow(flagSyntax(entry), helpText(entry)));
    if (blocks.length === 2) {
      rows.unshift(
        renderRow("-h, --help", "Print this text and exit."),
        ...(isAgent ? [renderRow("--version", "Print the version and exit.")] : []),
      );
    }
    blocks.push(`${section}:\n${rows.join("\n")}`);
  }
  blocks.push(...(head.notes ?? [AGENT_NOTE]));
  return `${blocks.join("\n\n")}\n`;
}

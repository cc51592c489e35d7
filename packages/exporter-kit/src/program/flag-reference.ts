import type { FlagEntry } from "../flags/flag-table.ts";
import { environmentName } from "../flags/environment.ts";
import { flagSyntax, sectionsOf, shownDefault } from "../flags/help.ts";
import type { Program } from "./define-program.ts";
import { programFlags } from "./program-flags.ts";

const cell = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("\n", " ");

/** Inline code in a table cell; a bar has to be escaped even there, a backslash must not be. */
const code = (text: string): string => {
  const fence = text.includes("`") ? "``" : "`";
  return `${fence}${text.replaceAll("|", "\\|")}${fence}`;
};

function row(entry: FlagEntry): string {
  const shown = shownDefault(entry);
  const variables = [environmentName(entry.name), ...(entry.spec.env === undefined ? [] : [entry.spec.env])];
  return [
    code(flagSyntax(entry)),
    shown === undefined ? "" : code(shown),
    cell(entry.spec.help) + (entry.inFile ? "" : " Not in the configuration file."),
    variables.map(code).join(", "),
  ].join(" | ");
}

/** Writes the reference of all flags of a program as Markdown. */
export function renderFlagReference(program: Program): string {
  const table = programFlags(program);
  const lines = [
    `# Flags of ${program.name}`,
    "",
    "Generated from the program; do not edit.",
    "",
    `\`sightglass ${program.command} [flags]\`: ${program.description}`,
    "",
    "A flag is written `--name=value` or `--name value`, a switch `--name` or `--no-name`. Under its name without",
    "dashes it is also a key of the YAML file that `--config.file` names, and each has an environment variable. A flag",
    "beats the environment, which beats the file. Regular expressions have RE2 syntax.",
  ];
  for (const [section, entries] of sectionsOf(table)) {
    lines.push("", `## ${section}`, "", "| Flag | Default | Meaning | Environment |", "| --- | --- | --- | --- |");
    lines.push(...entries.map((entry) => `| ${row(entry)} |`));
  }
  const old = table.entries.flatMap(({ name, spec }) => (spec.aliases ?? []).map((alias) => ({ alias, name })));
  if (old.length > 0) {
    lines.push("", "## Old names", "", "| Old | New |", "| --- | --- |");
    lines.push(...old.map(({ alias, name }) => `| \`--${alias}\` | \`--${name}\` |`));
  }
  return `${lines.join("\n")}\n`;
}

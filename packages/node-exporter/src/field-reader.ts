import type { FoundField } from "./procfs/fields.ts";

/** Fields of one reading: `values[i]` belongs to `names[i]`. While a file's layout stays, `names` is the same array. */
export interface FieldValues {
  readonly names: readonly string[];
  readonly values: readonly number[];
}

/** What the fields of a text have in common from reading to reading. */
interface Layout {
  readonly names: readonly string[];
  readonly scales: readonly number[];
  /** Matches a whole text with the same words around the wanted numbers, and captures these. */
  readonly pattern: RegExp;
}

const SPECIAL = /[\\^$.*+?()[\]{}|/-]/g;
const BLANKS = /[ \t]+/g;
/** A number and nothing that would be part of it, such as a fraction. */
const DIGITS = /\d+(?=[ \t\n])/y;

const literal = (text: string): string => text.replaceAll(SPECIAL, String.raw`\$&`).replaceAll(BLANKS, "[ \\t]+");

/** The kernel's own texts give a few thousand characters; there is a size at which no pattern can be made. */
const MAX_PATTERN = 32_768;

/** Lines that hold no wanted number: how many they are is all that counts. */
const skipped = (lines: number): string => (lines === 0 ? "" : String.raw`(?:[^\n]*\n){${lines}}`);

const linesIn = (text: string): number => text.split("\n").length - 1;

/**
 * The pattern of texts in which every wanted number stands on the same line, after the same words. Undefined when the
 * fields are not in the order of the text, or a number has another form than digits.
 */
function patternOf(text: string, fields: readonly FoundField[]): RegExp | undefined {
  if (fields.length === 0) return undefined;
  let source = "^";
  let position = 0;
  for (const { at } of fields) {
    if (at < position) return undefined;
    const lineStart = Math.max(position, text.lastIndexOf("\n", at - 1) + 1);
    if (lineStart > position && position > 0) {
      const lineEnd = text.indexOf("\n", position);
      source += `${literal(text.slice(position, lineEnd))}\\n${skipped(linesIn(text.slice(lineEnd + 1, lineStart)))}`;
    } else source += skipped(linesIn(text.slice(position, lineStart)));
    DIGITS.lastIndex = at;
    const digits = DIGITS.exec(text)?.[0];
    if (digits === undefined) return undefined;
    source += `${literal(text.slice(lineStart, at))}(\\d+)`;
    position = at + digits.length;
  }
  const lineEnd = text.indexOf("\n", position);
  if (lineEnd === -1) return undefined;
  source += `${literal(text.slice(position, lineEnd))}\\n${skipped(linesIn(text.slice(lineEnd + 1)))}$`;
  if (source.length > MAX_PATTERN) return undefined;
  const pattern = new RegExp(source);
  return pattern.test(text) ? pattern : undefined;
}

/**
 * Makes a reader of a kernel text whose words seldom change, such as /proc/meminfo. `parse` finds the wanted fields once;
 * after that one native pattern match takes their numbers, as long as the words around them and the number of lines are
 * the same, which is a tenth of the work where the optimiser is off. Any other text is parsed, and remembered in turn.
 */
export function createFieldReader(parse: (text: string) => readonly FoundField[]): (text: string) => FieldValues {
  let layout: Layout | undefined;
  return (text) => {
    const match = layout?.pattern.exec(text);
    if (layout !== undefined && match !== undefined && match !== null) {
      const { names, scales } = layout;
      const values: number[] = [];
      for (let index = 0; index < names.length; index += 1) {
        values.push(Number(match[index + 1]) * (scales[index] as number));
      }
      return { names, values };
    }
    const fields = parse(text);
    const pattern = patternOf(text, fields);
    const names = fields.map(({ name }) => name);
    layout = pattern && { names, scales: fields.map(({ scale }) => scale), pattern };
    return { names, values: fields.map(({ value }) => value) };
  };
}

/** Emits the fields of one reading as dynamic families. */
export function emitFields({ names, values }: FieldValues, emit: (name: string, value: number) => void): void {
  for (let index = 0; index < names.length; index += 1) emit(names[index] as string, values[index] as number);
}

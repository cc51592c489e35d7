/** One element of a pattern: any run of characters, any one character, or one out of a set. */
type Element = "run" | { readonly accepts: (character: string) => boolean };

interface Class {
  readonly element: Element;
  readonly next: number;
}

const ANY: Element = { accepts: () => true };
const literal = (wanted: string): Element => ({ accepts: (character) => character === wanted });

/** Reads `[a-z]` or `[^a-z]` from the character after the bracket; undefined when it is malformed. */
function parseClass(characters: readonly string[], start: number): Class | undefined {
  let position = start;
  const negated = characters[position] === "^";
  if (negated) position += 1;
  const ranges: (readonly [string, string])[] = [];
  const take = (): string | undefined => {
    let character = characters[position];
    if (character === "-" || character === "]") return undefined;
    if (character === "\\") {
      position += 1;
      character = characters[position];
    }
    position += 1;
    return character;
  };
  while (characters[position] !== "]" || ranges.length === 0) {
    const low = take();
    if (low === undefined) return undefined;
    let high: string | undefined = low;
    if (characters[position] === "-") {
      position += 1;
      high = take();
      if (high === undefined) return undefined;
    }
    ranges.push([low, high]);
  }
  const accepts = (character: string): boolean =>
    ranges.some(([low, high]) => character >= low && character <= high) !== negated;
  return { element: { accepts }, next: position + 1 };
}

function parsePattern(pattern: string): readonly Element[] | undefined {
  const characters = Array.from(pattern);
  const elements: Element[] = [];
  for (let position = 0; position < characters.length;) {
    const character = characters[position] ?? "";
    position += 1;
    if (character === "*") {
      if (elements.at(-1) !== "run") elements.push("run");
    } else if (character === "?") {
      elements.push(ANY);
    } else if (character === "[") {
      const parsed = parseClass(characters, position);
      if (parsed === undefined) return undefined;
      elements.push(parsed.element);
      position = parsed.next;
    } else if (character === "\\") {
      const escaped = characters[position];
      if (escaped === undefined) return undefined;
      elements.push(literal(escaped));
      position += 1;
    } else {
      elements.push(literal(character));
    }
  }
  return elements;
}

/** Goes back to the last run only, so that the time is at most the product of both lengths. */
function matches(elements: readonly Element[], name: string): boolean {
  const characters = Array.from(name);
  let element = 0;
  let position = 0;
  let run = -1;
  let runPosition = 0;
  while (position < characters.length) {
    const current = elements[element];
    if (current === "run") {
      run = element;
      runPosition = position;
      element += 1;
    } else if (current !== undefined && current.accepts(characters[position] ?? "")) {
      element += 1;
      position += 1;
    } else if (run >= 0) {
      element = run + 1;
      runPosition += 1;
      position = runPosition;
    } else {
      return false;
    }
  }
  while (elements[element] === "run") element += 1;
  return element === elements.length;
}

/** Whether a path has characters that Go's `filepath.Glob` takes for a pattern. */
export const isPattern = (path: string): boolean => /[*?[\\]/.test(path);

/**
 * Compiles one path element in the syntax of Go's `filepath.Match`: `*`, `?`, `[a-z]`, `[^a-z]` and `\` before a
 * character. Undefined when the pattern is malformed.
 */
export function compileGlob(pattern: string): ((name: string) => boolean) | undefined {
  const elements = parsePattern(pattern);
  return elements === undefined ? undefined : (name) => matches(elements, name);
}

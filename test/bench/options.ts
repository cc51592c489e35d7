import { parseArgs } from "node:util";

/** What a run of the benchmark does; each has a flag. */
export interface BenchOptions {
  /** Measured scrapes of each program and encoding. */
  readonly scrapes: number;
  readonly warmUp: number;
  /** Scrapes of one program in a row before it is the other's turn. */
  readonly block: number;
  /** Starts of each program for the time to the first scrape. */
  readonly starts: number;
  /** Scrapes up to which the agent's memory is watched; 0 leaves that out. */
  readonly soak: number;
  /** File for the figures as JSON. */
  readonly json: string | undefined;
  /** node_exporter to compare with. */
  readonly peer: "current" | "debian";
}

const HELP = `npm run bench -- [flags]
  --scrapes=500   measured scrapes of each program, plain and gzip
  --warm-up=100   scrapes before that
  --block=1       scrapes of one program in a row: with 1 each scrape finds the
                  caches as the other program left them, with 50 as its own did
  --starts=10     starts of each program for the time to its first scrape
  --soak=20000    scrapes of the agent over which its memory is watched; 0: none
  --peer=current  or debian
  --json=FILE     write the figures there
  --quick         100 scrapes, 20 to warm up, 3 starts, no soak
`;

/** Parses the command line; exits 0 after --help, throws a TypeError on what it does not know. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scrapes: { type: "string" },
      "warm-up": { type: "string" },
      block: { type: "string" },
      starts: { type: "string" },
      soak: { type: "string" },
      peer: { type: "string", default: "current" },
      json: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    process.exit(0);
  }
  const count = (name: "scrapes" | "warm-up" | "block" | "starts" | "soak", usual: number, quick: number): number => {
    const given = values[name];
    const number = given === undefined ? (values.quick ? quick : usual) : Number(given);
    if (!Number.isSafeInteger(number) || number < 0) {
      throw new TypeError(`--${name} takes a whole number`);
    }
    return number;
  };
  return {
    scrapes: Math.max(1, count("scrapes", 500, 100)),
    warmUp: count("warm-up", 100, 20),
    block: Math.max(1, count("block", 1, 1)),
    starts: Math.max(1, count("starts", 10, 3)),
    soak: count("soak", 20_000, 0),
    json: values.json,
    peer: values.peer === "debian" ? "debian" : "current",
  };
}

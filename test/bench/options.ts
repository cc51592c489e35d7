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
  /** Which host both programs read: the running one, or a generated one of 8 or of 256 CPUs. */
  readonly host: "this" | "small" | "big";
  /** Collectors to enable beside the common ones. */
  readonly extra: readonly string[];
  /** Seconds for which eight scrapers ask at once; 0 leaves that out. */
  readonly parallelSeconds: number;
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
                  on a generated host devices and mounts come and go meanwhile
  --host=this     or a generated one. big: 256 CPUs, 200 network devices,
                  300 mounts, 100 disks; small: 8 CPUs
  --extra=A,B     enable these collectors too, such as processes
  --parallel=60   seconds for which eight scrapers ask at once; 0: not at all
  --peer=current  or debian
  --json=FILE     write the figures there
  --quick         100 scrapes, 20 to warm up, 3 starts, no soak, 5 seconds in parallel
`;

function oneOf<const Value extends string>(flag: string, given: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === given);
  if (found === undefined) throw new TypeError(`--${flag} takes ${values.join(" or ")}`);
  return found;
}

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
      host: { type: "string", default: "this" },
      extra: { type: "string", default: "" },
      parallel: { type: "string" },
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
  const count = (
    name: "scrapes" | "warm-up" | "block" | "starts" | "soak" | "parallel",
    usual: number,
    quick: number,
  ): number => {
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
    host: oneOf("host", values.host, ["this", "small", "big"]),
    extra: values.extra.split(",").filter((name) => name !== ""),
    parallelSeconds: count("parallel", 60, 5),
    json: values.json,
    peer: oneOf("peer", values.peer, ["current", "debian"]),
  };
}

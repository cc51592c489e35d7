import { runAsProcess } from "../../src/program/run-as-process.ts";
import { fixtureProgram } from "./fixture-program.ts";

const argv = process.argv.slice(2);
if (argv[0] === "stuck") {
  // Stands for a thread that hangs in a system call: it keeps the process alive as that would.
  setInterval(() => {}, 60_000);
  argv.shift();
}
await runAsProcess(fixtureProgram, argv);

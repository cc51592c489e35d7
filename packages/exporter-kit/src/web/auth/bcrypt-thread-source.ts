/**
 * The program of the bcrypt thread. It is a text and not a file of its own, because a worker loads files by itself:
 * a TypeScript source would not load on Node 20, and a built file is not there when tests import sources.
 *
 * `workerData`: `modulePath`, where bcryptjs is, and `optimizerOff`. Under `--no-opt` a hash of cost 10 takes about
 * 1,000 ms, and with the optimiser 90 ms. V8's flags are the process', so the optimiser is on for one verification only;
 * the main thread optimises next to nothing in that time, and the heap of this thread goes when it ends.
 *
 * A message `{ hash, password }` is answered `true` or `false`. The digest is computed from the hash's first
 * 29 characters (version, cost, salt) and compared in constant time. bcrypt itself uses the first 72 bytes.
 */
export const bcryptThreadSource: string = `
"use strict";
const { timingSafeEqual } = require("node:crypto");
const { setFlagsFromString } = require("node:v8");
const { parentPort, workerData } = require("node:worker_threads");
const bcrypt = require(workerData.modulePath);
parentPort.on("message", ({ hash, password }) => {
  if (workerData.optimizerOff) setFlagsFromString("--opt");
  let equal = false;
  try {
    const computed = bcrypt.hashSync(password, hash.slice(0, 29));
    equal = computed.length === hash.length && timingSafeEqual(Buffer.from(computed), Buffer.from(hash));
  } finally {
    if (workerData.optimizerOff) setFlagsFromString("--no-opt");
  }
  parentPort.postMessage(equal);
});
`;

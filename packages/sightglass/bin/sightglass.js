#!/usr/bin/env -S UV_THREADPOOL_SIZE=32 node --single-threaded-gc
import { existsSync } from "node:fs";

const main = new URL("../dist/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write("sightglass is not built yet: run npm run build\n");
  process.exitCode = 1;
}

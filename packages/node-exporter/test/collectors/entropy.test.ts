import { expect, test } from "vitest";
import { entropy } from "../../src/collectors/entropy.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes fill and size of the pool", async () => {
  const host = fixtureHost(
    temporaryTree({
      "proc/sys/kernel/random/entropy_avail": "1337\n",
      "proc/sys/kernel/random/poolsize": "4096\n",
    }),
  );
  const run = await collectOnce(entropy, {}, host);
  expect(run.lines).toEqual(["node_entropy_available_bits 1337", "node_entropy_pool_size_bits 4096"]);
  expect([...run.types.values()]).toEqual(["gauge", "gauge"]);
});

test("a missing file is an error", async () => {
  const host = fixtureHost(temporaryTree({ "proc/sys/kernel/random/entropy_avail": "1337\n" }));
  await expect(collectOnce(entropy, {}, host)).rejects.toThrow("ENOENT");
});

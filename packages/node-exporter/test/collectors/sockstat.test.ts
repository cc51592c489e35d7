import { expect, test } from "vitest";
import { sockstat } from "../../src/collectors/sockstat.ts";
import { machinePageSize } from "../../src/page-size.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes what upstream knows of each protocol, and pages as bytes too", async () => {
  const host = fixtureHost(
    temporaryTree({
      "proc/net/sockstat":
        "sockets: used 229\nTCP: inuse 4 orphan 1 tw 5 alloc 17 mem 3 future 9\nFRAG: inuse 0 memory 2\n",
      "proc/net/sockstat6": "TCP6: inuse 17\n",
    }),
  );
  const run = await collectOnce(sockstat, {}, host);
  expect(run.lines).toEqual(
    [
      "node_sockstat_sockets_used 229",
      "node_sockstat_TCP_inuse 4",
      "node_sockstat_TCP_orphan 1",
      "node_sockstat_TCP_tw 5",
      "node_sockstat_TCP_alloc 17",
      "node_sockstat_TCP_mem 3",
      `node_sockstat_TCP_mem_bytes ${3 * machinePageSize()}`,
      "node_sockstat_FRAG_inuse 0",
      "node_sockstat_FRAG_memory 2",
      "node_sockstat_TCP6_inuse 17",
    ].toSorted(),
  );
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("either file may be missing", async () => {
  const host = fixtureHost(temporaryTree({ "proc/net/sockstat6": "TCP6: inuse 17\n" }));
  expect((await collectOnce(sockstat, {}, host)).lines).toEqual(["node_sockstat_TCP6_inuse 17"]);
});

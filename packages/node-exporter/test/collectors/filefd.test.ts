import { expect, test } from "vitest";
import { filefd } from "../../src/collectors/filefd.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes what is allocated and the maximum", async () => {
  const run = await collectOnce(
    filefd,
    {},
    fixtureHost(temporaryTree({ "proc/sys/fs/file-nr": "1024\t0\t1631329\n" })),
  );
  expect(run.lines).toEqual(["node_filefd_allocated 1024", "node_filefd_maximum 1631329"]);
  expect([...run.types.values()]).toEqual(["gauge", "gauge"]);
});

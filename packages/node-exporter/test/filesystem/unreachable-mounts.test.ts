import { expect, test } from "vitest";
import { unreachableMounts } from "../../src/filesystem/unreachable-mounts.ts";

test("counts mount points whose error is a matter of permission, and no others", () => {
  expect(unreachableMounts([])).toBe("");
  expect(unreachableMounts([{ deviceError: "" }, { deviceError: "mountpoint timeout" }])).toBe("");
  expect(
    unreachableMounts([
      { deviceError: "permission denied" },
      { deviceError: "" },
      { deviceError: "permission denied" },
    ]),
  ).toBe("mount points that this user may not reach: 2; run as root or give CAP_DAC_READ_SEARCH");
});

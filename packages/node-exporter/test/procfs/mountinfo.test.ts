import { ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { parseMountinfo } from "../../src/procfs/mountinfo.ts";

describe("parseMountinfo", () => {
  test("reads device, mount point, type and device number", () => {
    expect(parseMountinfo("36 35 98:7 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n")).toEqual([
      { device: "/dev/root", mountPoint: "/mnt2", fsType: "ext3", major: "98", minor: "7", readOnly: false },
    ]);
  });

  test("takes any number of optional fields", () => {
    const mounts = parseMountinfo(
      ["1 1 0:1 / /a rw - tmpfs none rw", "1 1 0:2 / /b rw shared:1 master:2 propagate_from:3 - tmpfs none rw"].join(
        "\n",
      ),
    );
    expect(mounts.map(({ mountPoint, minor }) => [mountPoint, minor])).toEqual([
      ["/a", "1"],
      ["/b", "2"],
    ]);
  });

  test.each([
    ["rw", "rw", false],
    ["ro,nosuid", "rw", true],
    ["rw", "errors=remount-ro,ro", true],
    ["rw", "rw,emergency_ro", true],
    ["rw,errors=remount-ro", "rw,errors=remount-ro", false],
    ["rw", "rw,root=x", false],
  ])("options %s and %s: read-only is %s", (mountOptions, superOptions, readOnly) => {
    const [mount] = parseMountinfo(`1 1 0:1 / / ${mountOptions} - ext4 /dev/sda ${superOptions}`);
    expect(mount?.readOnly).toBe(readOnly);
  });

  test("decodes a space and a tab, and nothing else", () => {
    const [mount] = parseMountinfo(String.raw`1 1 0:1 / /a\040b\011c\012d\134e rw - ext4 /dev/sda rw`);
    expect(mount?.mountPoint).toBe(String.raw`/a b` + "\t" + String.raw`c\012d\134e`);
  });

  test("an empty text has no mounts", () => {
    expect(parseMountinfo("")).toEqual([]);
  });

  test.each([
    ["1 1 0:1 / / rw - ext4 /dev/sda"],
    ["1 1 0:1 / / rw ext4 - /dev/sda rw"],
    ["1 1 zero:1 / / rw - ext4 /dev/sda rw"],
    ["1 1 01 / / rw - ext4 /dev/sda rw"],
    ["1 1 0:1:2 / / rw - ext4 /dev/sda rw"],
    ["1 1 0:"],
  ])("refuses %j and names its line", (line) => {
    const good = "1 1 0:1 / / rw - ext4 /dev/sda rw\n";
    let thrown: unknown;
    try {
      parseMountinfo(good + line);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ParseError);
    expect((thrown as ParseError).line).toBe(2);
  });
});

import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { chooseRuntimeProfile, runtimeProfileFlags } from "../src/runtime-profile.ts";

describe("chooseRuntimeProfile", () => {
  it.each([
    [[], {}, "small"],
    [["--runtime.profile=fast"], {}, "fast"],
    [["node", "--runtime.profile", "fast"], {}, "fast"],
    [[], { SIGHTGLASS_RUNTIME_PROFILE: "fast" }, "fast"],
    [["--runtime.profile=small"], { SIGHTGLASS_RUNTIME_PROFILE: "fast" }, "small"],
    [["--", "--runtime.profile=fast"], {}, "small"],
    [["--runtime.profile=bogus"], {}, "small"],
  ] as const)("of %j with %j is %s", (argv, env, profile) => {
    expect(chooseRuntimeProfile(argv, env)).toBe(profile);
  });
});

describe("runtimeProfileFlags", () => {
  it("leaves V8 alone under fast", () => {
    expect(runtimeProfileFlags("fast", 24)).toEqual([]);
  });

  it("turns maglev off from Node 24 on and never touches the collector's threads", () => {
    expect(runtimeProfileFlags("small", 20)).not.toContain("--no-maglev");
    expect(runtimeProfileFlags("small", 24)).toContain("--no-maglev");
    expect(runtimeProfileFlags("small", 24).join(" ")).not.toContain("single-threaded");
  });

  it("are all known to this V8", () => {
    const flags = runtimeProfileFlags("small", Number.parseInt(process.versions.node, 10));
    const result = spawnSync(process.execPath, [...flags, "-e", ""], { encoding: "utf8", timeout: 20_000 });
    expect(result.status).toBe(0);
    expect(result.stderr).toBe("");
  });
});

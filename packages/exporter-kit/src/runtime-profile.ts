/**
 * Side-effect module, and the first import of every program: V8 sizes its heap while the rest is being loaded, so
 * the settings must be in place before. It imports hardly anything else.
 *
 * The profile comes from `--runtime.profile` on the command line, else from SIGHTGLASS_RUNTIME_PROFILE, else it is
 * `small`. A program whose default is another one sets that variable in its bin file.
 */
import { setFlagsFromString } from "node:v8";
import { noteRuntimeProfile } from "./applied-runtime-profile.ts";
import type { RuntimeProfile } from "./runtime-profile-names.ts";

const FLAG = "--runtime.profile";

/** The profile that a command line and environment ask for. An unknown name is left to the flag parser to refuse. */
export function chooseRuntimeProfile(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): RuntimeProfile {
  let name = env["SIGHTGLASS_RUNTIME_PROFILE"];
  for (const [index, argument] of argv.entries()) {
    if (argument === "--") {
      break;
    }
    if (argument === FLAG) {
      name = argv[index + 1];
    } else if (argument.startsWith(`${FLAG}=`)) {
      name = argument.slice(FLAG.length + 1);
    }
  }
  return name === "fast" ? "fast" : "small";
}

/**
 * V8 flags of a profile that are safe to set while the program runs. `--single-threaded-gc` is not among them: V8
 * aborts when a concurrent marker is at work, so it can only be on the command line.
 */
export function runtimeProfileFlags(profile: RuntimeProfile, nodeMajor: number): readonly string[] {
  if (profile === "fast") {
    return [];
  }
  // V8 reads the second one when it makes the heap, and the third one each time that the young generation could grow.
  const flags = ["--no-opt", "--max-semi-space-size=1", "--semi-space-growth-factor=1"];
  // Before Node 24 maglev is off anyway, and its flag is unknown to some builds.
  return nodeMajor >= 24 ? [...flags, "--no-maglev"] : flags;
}

const profile = chooseRuntimeProfile(process.argv.slice(2), process.env);
for (const flag of runtimeProfileFlags(profile, Number.parseInt(process.versions.node, 10))) {
  setFlagsFromString(flag);
}
noteRuntimeProfile(profile);

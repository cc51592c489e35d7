import { createRequire } from "node:module";
import { UnsupportedError } from "@sightglass/metrics-registry";
import type * as koffi from "koffi";

/** The foreign function interface of koffi, an optional dependency. */
export type Koffi = typeof koffi;

let loaded: Koffi | undefined;
let reason: string | undefined;

/**
 * koffi, loaded when the first collector asks for it: it takes memory that a host without native collectors need not
 * spend. Throws UnsupportedError with the reason where it is not installed or has no build for this platform.
 */
export function loadKoffi(): Koffi {
  if (loaded !== undefined) return loaded;
  if (reason === undefined) {
    try {
      loaded = createRequire(import.meta.url)("koffi") as Koffi;
      return loaded;
    } catch (error) {
      const [first = ""] = (error as Error).message.split("\n");
      reason = `system calls need the optional package koffi, which cannot be loaded: ${first}`;
    }
  }
  throw new UnsupportedError(reason);
}

/** koffi if a collector has loaded it already. */
export const loadedKoffi = (): Koffi | undefined => loaded;

import { loadKoffi } from "../../src/native/load-koffi.ts";

/** Whether native calls can be made here, as koffi is an optional dependency. Loads it when it can. */
export function isKoffiInstalled(): boolean {
  try {
    return Boolean(loadKoffi());
  } catch {
    return false;
  }
}

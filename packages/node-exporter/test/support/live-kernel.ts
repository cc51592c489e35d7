import { loadKoffi } from "../../src/native/load-koffi.ts";

/** Whether calls of the running kernel can be tried: on Linux, where the optional koffi is installed. */
export const hasLiveKernel: boolean = ((): boolean => {
  if (process.platform !== "linux") return false;
  try {
    loadKoffi();
    return true;
  } catch {
    return false;
  }
})();

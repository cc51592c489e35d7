import { CollectorModuleError } from "./collector-module.ts";

/** A module reads a file or two; one that waits for a server that is gone must not hold up the start for ever. */
const LOAD_MS = 30_000;

/**
 * What `loading` resolves to.
 *
 * @param path of the module, as the user gave it.
 * @param limitMs milliseconds that loading may take.
 * @throws CollectorModuleError when it takes longer, and what `loading` rejects with.
 */
export async function loadInTime<Value>(
  loading: Promise<Value>,
  path: string,
  limitMs: number = LOAD_MS,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new CollectorModuleError(`collector module ${path}: it was not loaded within ${limitMs / 1000} s`));
    }, limitMs);
  });
  try {
    return await Promise.race([loading, late]);
  } finally {
    clearTimeout(timer);
  }
}

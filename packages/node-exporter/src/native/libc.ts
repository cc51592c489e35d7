import { UnsupportedError } from "@sightglass/metrics-registry";
import { loadKoffi, type Koffi } from "./load-koffi.ts";
import { SystemError } from "./system-error.ts";

/** What can be passed to a C function: integers, texts, and memory by its buffer (null for a null pointer). */
export type CArgument = number | bigint | string | Uint8Array | null;

/** A C function whose result is an integer. Throws SystemError when that is -1. */
export type CFunction = (...values: CArgument[]) => number;

type Library = ReturnType<Koffi["load"]>;

let libc: Library | undefined;

/** The libc that this process itself runs on, glibc or musl: Node is linked to it, so no file has to be found. */
function openLibc(koffi: Koffi): Library {
  libc ??= koffi.load(null);
  return libc;
}

/** The name in a prototype. */
const NAME = /(\w+)\s*\(/;

/**
 * A function of libc by its C prototype, such as `int close(int fd)`, bound at its first call: until then neither koffi
 * nor the function costs anything. A variadic function is declared with the arguments that it is called with.
 *
 * A call runs on the event loop: only what cannot block may be bound. Its result -1 is thrown as SystemError, which
 * names the function or `shownAs`, as for syscall(2). Without koffi, or where libc has no such function, every call
 * throws UnsupportedError.
 */
export function libcFunction(prototype: string, shownAs?: string): CFunction {
  const name = NAME.exec(prototype)?.[1] ?? prototype;
  let bound: ((...values: CArgument[]) => number) | undefined;
  return (...values) => {
    const koffi = loadKoffi();
    if (bound === undefined) {
      try {
        bound = openLibc(koffi).func(prototype) as CFunction;
      } catch (error) {
        if (!/find function/.test((error as Error).message)) throw error;
        throw new UnsupportedError(`the libc of this system has no function ${name}`);
      }
    }
    const result = bound(...values);
    if (result === -1) throw new SystemError(shownAs ?? name, koffi.errno());
    return result;
  };
}

/** Which way an ioctl's memory goes, as its number says. */
export type IoctlDirection = "read" | "read-write";

/** Architectures on which asm/ioctl.h has a layout of its own: three bits of direction above thirteen of size. */
const THREE_DIRECTION_BITS: ReadonlySet<string> = new Set(["mips", "mipsel", "mips64el", "ppc", "ppc64"]);

/**
 * Number of an ioctl whose memory has `size` bytes, as the macros _IOR and _IOWR of asm-generic/ioctl.h make it from
 * the driver's letter and the call's number.
 */
export function ioctlNumber(
  direction: IoctlDirection,
  call: { readonly letter: number; readonly number: number; readonly size: number },
  architecture: string = process.arch,
): number {
  const hasThree = THREE_DIRECTION_BITS.has(architecture);
  const write = hasThree ? 4 : 1;
  const bits = direction === "read" ? 2 : 2 | write;
  return bits * 2 ** (hasThree ? 29 : 30) + call.size * 2 ** 16 + call.letter * 2 ** 8 + call.number;
}

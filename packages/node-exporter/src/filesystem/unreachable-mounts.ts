/** How many mount points this process may not reach, and what would let it; empty when it reaches all. */
export function unreachableMounts(fileSystems: readonly { readonly deviceError: string }[]): string {
  let denied = 0;
  for (let at = 0; at < fileSystems.length; at += 1) {
    if (fileSystems[at]!.deviceError === "permission denied") denied += 1;
  }
  if (denied === 0) return "";
  return `mount points that this user may not reach: ${denied}; run as root or give CAP_DAC_READ_SEARCH`;
}

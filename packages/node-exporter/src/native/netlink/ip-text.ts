/** Longest run of at least two groups that are zero: where it begins and how long it is; length 0 when there is none. */
function zeroRun(groups: readonly number[]): readonly [begin: number, length: number] {
  let begin = 0;
  let length = 0;
  for (let at = 0; at < groups.length;) {
    let end = at;
    while (end < groups.length && groups[end] === 0) end += 1;
    if (end - at > Math.max(length, 1)) {
      begin = at;
      length = end - at;
    }
    at = end + 1;
  }
  return [begin, length];
}

const hex = (groups: readonly number[]): string => groups.map((group) => group.toString(16)).join(":");

/**
 * Text of an IP address: dotted decimals for 4 bytes, RFC 5952 for 16, an IPv4 address mapped into IPv6 as dotted
 * decimals too, as Go writes it. Undefined for any other length.
 */
export function ipText(bytes: Buffer): string | undefined {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.length !== 16) return undefined;
  const groups: number[] = [];
  for (let at = 0; at < 16; at += 2) groups.push(bytes.readUInt16BE(at));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return bytes.subarray(12).join(".");
  const [begin, length] = zeroRun(groups);
  if (length === 0) return hex(groups);
  return `${hex(groups.slice(0, begin))}::${hex(groups.slice(begin + length))}`;
}

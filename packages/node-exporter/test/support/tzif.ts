/** What a test's time zone file holds: transitions as [seconds since the epoch, index of type]. */
export interface TzifSpec {
  readonly transitions: readonly (readonly [at: number, type: number])[];
  readonly types: readonly (readonly [offsetSeconds: number, abbreviation: string])[];
  /** Undefined makes a version 1 file, which has 32-bit times and no rule. */
  readonly rule: string | undefined;
}

function block({ transitions, types }: TzifSpec, timeBytes: number, version: number): Buffer {
  const names = Buffer.from(types.map(([, abbreviation]) => `${abbreviation}\0`).join(""), "latin1");
  const header = Buffer.alloc(44);
  header.write("TZif", 0, "latin1");
  header.writeUInt8(version, 4);
  header.writeUInt32BE(transitions.length, 32);
  header.writeUInt32BE(types.length, 36);
  header.writeUInt32BE(names.length, 40);
  const times = Buffer.alloc(transitions.length * timeBytes);
  transitions.forEach(([at], index) => {
    if (timeBytes === 8) times.writeBigInt64BE(BigInt(at), index * 8);
    else times.writeInt32BE(at, index * 4);
  });
  let nameAt = 0;
  const infos = types.map(([offsetSeconds, abbreviation]) => {
    const info = Buffer.alloc(6);
    info.writeInt32BE(offsetSeconds, 0);
    info.writeUInt8(nameAt, 5);
    nameAt += abbreviation.length + 1;
    return info;
  });
  return Buffer.concat([header, times, Buffer.from(transitions.map(([, type]) => type)), ...infos, names]);
}

/** Writes a TZif file by RFC 8536. */
export function tzif(spec: TzifSpec): Buffer {
  if (spec.rule === undefined) return block(spec, 4, 0);
  return Buffer.concat([block(spec, 4, 0x32), block(spec, 8, 0x32), Buffer.from(`\n${spec.rule}\n`, "latin1")]);
}

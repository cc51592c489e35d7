import { createFieldReader, type FieldValues } from "../field-reader.ts";
import { parseZpoolIo } from "../procfs/zpool-io.ts";

/** Reads the text of one pool's `io` kstat; `path` is named in errors. */
export type PoolIoReader = (text: string, path: string) => FieldValues;

/** Makes the reader of all pools' `io` kstats, which have the same columns. */
export function createPoolIoReader(nameOf: (field: string) => string): PoolIoReader {
  let reading = "";
  const readFields = createFieldReader((text) => parseZpoolIo(text, reading, nameOf));
  return (text, path) => {
    reading = path;
    return readFields(text);
  };
}

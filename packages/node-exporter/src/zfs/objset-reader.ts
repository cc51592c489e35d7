import { createFieldReader, type FieldValues } from "../field-reader.ts";
import { parseKstatRows } from "../procfs/kstat.ts";
import { parseObjsetHead } from "../procfs/zpool-objset.ts";

/** Counters of one dataset. */
export interface DatasetFields {
  readonly dataset: string;
  readonly fields: FieldValues;
}

/** Reads the text of one dataset's kstat; `path` is named in errors. */
export type ObjsetReader = (text: string, path: string) => DatasetFields;

/**
 * Makes the reader of all datasets' kstats: behind its name, each has the same rows, so what was learnt of the layout of
 * one serves them all.
 */
export function createObjsetReader(nameOf: (field: string) => string): ObjsetReader {
  let reading = { path: "", line: 0 };
  const readRows = createFieldReader((rows) =>
    parseKstatRows(rows, { start: 0, line: reading.line }, { path: reading.path, nameOf, signed: false }),
  );
  return (text, path) => {
    const { dataset, start, line } = parseObjsetHead(text, path);
    reading = { path, line };
    return { dataset, fields: readRows(text.slice(start)) };
  };
}

import type { DbusValue } from "./dbus-value.ts";
import { marshal } from "./marshal.ts";
import { METHOD_CALL } from "./message.ts";

/** A call that is made for many objects: only the path and the serial are written for each. */
export interface CallTemplate {
  /** The message, little-endian. The path is an object path, and so ASCII. */
  encode(path: string, serial: number): Buffer;
}

/** What is the same for all objects; see MethodCall. */
export interface TemplateCall {
  readonly destination: string;
  readonly interface: string;
  readonly member: string;
  readonly signature: string;
  readonly values: readonly DbusValue[];
}

const SERIAL_AT = 8;
const FIELDS_LENGTH_AT = 12;
const FIELDS_AT = 16;
const PATH_FIELD = 1;
/** Number and type of the field, and the length of its text. */
const PATH_HEAD_BYTES = 8;
const PATH_TYPE = 0x6f_01;

const paddedTo8 = (length: number): number => (length + 7) & -8;

/** Marshals everything but path and serial. Throws ParseError when a value is not of its type. */
export function createCallTemplate(call: TemplateCall): CallTemplate {
  const body = marshal(call.signature, call.values);
  const fields: DbusValue = [
    [2, { signature: "s", value: call.interface }],
    [3, { signature: "s", value: call.member }],
    [6, { signature: "s", value: call.destination }],
    [8, { signature: "g", value: call.signature }],
  ];
  const head = marshal("yyyyuua(yv)", [0x6c, METHOD_CALL, 0, 1, body.length, 0, fields]);
  // Fields have no order, and the one that differs comes last.
  const pathAt = paddedTo8(head.length);
  const textAt = pathAt + PATH_HEAD_BYTES;
  return {
    encode: (path, serial) => {
      const end = textAt + path.length + 1;
      const bodyAt = paddedTo8(end);
      const bytes = Buffer.allocUnsafe(bodyAt + body.length);
      bytes.set(head, 0);
      bytes.fill(0, head.length, textAt);
      bytes.writeUInt32LE(serial, SERIAL_AT);
      bytes.writeUInt32LE(end - FIELDS_AT, FIELDS_LENGTH_AT);
      bytes[pathAt] = PATH_FIELD;
      bytes.writeUInt16LE(PATH_TYPE, pathAt + 1);
      bytes.writeUInt32LE(path.length, pathAt + 4);
      bytes.write(path, textAt, "latin1");
      bytes.fill(0, end - 1, bodyAt);
      bytes.set(body, bodyAt);
      return bytes;
    },
  };
}

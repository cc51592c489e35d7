/** A value that says its own type. */
export interface DbusVariant {
  readonly signature: string;
  readonly value: DbusValue;
}

/**
 * A D-Bus value: 64-bit integers are bigint, arrays and structs are arrays, and a dictionary is an array of pairs of
 * key and value, since that is what it is on the wire.
 */
export type DbusValue = string | number | bigint | boolean | readonly DbusValue[] | DbusVariant;

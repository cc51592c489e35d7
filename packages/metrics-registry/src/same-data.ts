/**
 * Whether two plain values are equal all the way down: numbers (NaN equals itself), strings, booleans, null, undefined,
 * arrays and objects of them. Anything else, a Map or a class's instance, is equal only to itself.
 */
export function sameData(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return Number.isNaN(one) && Number.isNaN(other);
  }
  if (Array.isArray(one)) return Array.isArray(other) && sameItems(one, other);
  return isPlain(one) && isPlain(other) && sameMembers(one, other);
}

type Members = Readonly<Record<string, unknown>>;

const isPlain = (value: object): value is Members => Object.getPrototypeOf(value) === Object.prototype;

function sameItems(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (!sameData(one[index], other[index])) return false;
  return true;
}

function sameMembers(one: Members, other: Members): boolean {
  let members = 0;
  for (const name in one) {
    if (!sameData(one[name], other[name])) return false;
    members += 1;
  }
  for (const name in other) {
    if (!(name in one)) return false;
    members -= 1;
  }
  return members === 0;
}

/** `$2b$10$` + 22 characters of salt + 31 of digest. `$2a$` and `$2y$` are the same algorithm under older names. */
const pattern = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/u;

/** Whether a text is a bcrypt hash that can be checked. */
export function isBcryptHash(text: string): boolean {
  return pattern.test(text);
}

/**
 * The cost (4 to 31) of a bcrypt hash: its work is 2^cost rounds.
 * @throws RangeError when the text is no bcrypt hash.
 */
export function bcryptCost(hash: string): number {
  const match = pattern.exec(hash);
  if (match === null) throw new RangeError("not a bcrypt hash");
  return Number(match[1]);
}

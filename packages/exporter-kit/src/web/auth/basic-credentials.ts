/** A user name and a password as a client sent them. */
export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

/** More than any real credentials, and a bound on the work for one request. Whole headers are bound to 16 KB anyway. */
const maxLength = 4096;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Parses an Authorization field of the Basic scheme (RFC 7617): `Basic base64(user ":" password)`, the scheme in any
 * case, base64 with its padding. The password is what follows the first colon.
 *
 * @returns undefined for another scheme and for anything malformed: bad base64, no colon, or bytes that are not UTF-8
 * (as U+FFFD, different wrong bytes would become the same password).
 */
export function parseBasicCredentials(field: string | undefined): BasicCredentials | undefined {
  if (field === undefined || field.length > maxLength) return undefined;
  const match = /^basic ([A-Za-z0-9+/]*={0,2})$/iu.exec(field);
  const encoded = match?.[1];
  if (encoded === undefined || encoded.length % 4 !== 0) return undefined;
  let text: string;
  try {
    text = decoder.decode(Buffer.from(encoded, "base64"));
  } catch {
    return undefined;
  }
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

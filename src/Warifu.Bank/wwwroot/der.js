// Writes DER (X.690): each function answers one whole value as octets, from the inside out.

export const sequence = (...parts) => value(0x30, parts);
export const octets = (...parts) => value(0x04, parts);
export const bits = (...parts) => value(0x03, [Uint8Array.of(0), ...parts]);
export const nothing = () => value(0x05, []);

/** Context-specific: EXPLICIT, or IMPLICIT of something constructed. */
export const tagged = (number, ...parts) => value(0xa0 + number, parts);

/** Context-specific: IMPLICIT OCTET STRING. */
export const taggedOctets = (number, ...parts) => value(0x80 + number, parts);

/** SET OF: its members in the order of their octets (X.690, 11.6). */
export const setOf = (...parts) => value(0x31, parts.toSorted(compare));

/** @param number A whole number that is not negative, or one as octets, the highest first. */
export function integer(number) {
  const given = typeof number === "number" ? octetsOf(number, 256) : number;
  const first = given.findIndex(octet => octet !== 0);
  const shortest = first < 0 ? Uint8Array.of(0) : given.subarray(first);
  return value(0x02, shortest[0] < 0x80 ? [shortest] : [Uint8Array.of(0), shortest]);
}

/** @param dotted Such as 1.2.840.113549.1.5.13. */
export function oid(dotted) {
  const [first, second, ...rest] = dotted.split(".").map(Number);
  const arcs = [first * 40 + second, ...rest].map(arc => octetsOf(arc, 128).map((octet, at, all) => (at < all.length - 1 ? octet | 0x80 : octet)));
  return value(0x06, arcs);
}

export const bmp = text => value(0x1e, [utf16(text)]);

/** UTF-16, the high octet first. */
export function utf16(text) {
  const written = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at++) written.set([text.charCodeAt(at) >> 8, text.charCodeAt(at) & 0xff], at * 2);
  return written;
}

export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

function value(tag, parts) {
  const content = joined(parts);
  const length = octetsOf(content.length, 256);
  const head = content.length < 0x80 ? [tag, content.length] : [tag, 0x80 + length.length, ...length];
  return joined([Uint8Array.from(head), content]);
}

function octetsOf(number, base) {
  const digits = [number % base];
  for (let rest = Math.floor(number / base); rest > 0; rest = Math.floor(rest / base)) digits.unshift(rest % base);
  return Uint8Array.from(digits);
}

function compare(one, other) {
  const at = one.findIndex((octet, place) => octet !== other[place]);
  return at < 0 ? one.length - other.length : one[at] - (other[at] ?? -1);
}

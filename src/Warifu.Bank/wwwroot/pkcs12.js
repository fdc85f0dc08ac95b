// A PKCS#12 file (RFC 7292): a private key and its certificates under a password. Key and certificates are encrypted by PBES2 (RFC 8018) with
// AES-256-CBC and PBKDF2-HMAC-SHA-256, and the whole carries an HMAC-SHA-256.

import { bmp, integer, joined, nothing, octets, oid, sequence, setOf, tagged, taggedOctets, utf16 } from "./der.js";
import { hashAgain } from "./sha256-again.js";

// More is refused by .NET's loader unless it is told otherwise. For the HMAC too: a guess is tried at the cheaper of the two.
const rounds = 300_000;
const saltLength = 16;

// Rounds between two looks at the page.
const atOnce = 50_000;

const data = oid("1.2.840.113549.1.7.1");
const encryptedData = oid("1.2.840.113549.1.7.6");
const keyBag = oid("1.2.840.113549.1.12.10.1.2");
const certificateBag = oid("1.2.840.113549.1.12.10.1.3");
const x509 = oid("1.2.840.113549.1.9.22.1");
const friendlyName = oid("1.2.840.113549.1.9.20");
const localKeyId = oid("1.2.840.113549.1.9.21");
const pbes2 = oid("1.2.840.113549.1.5.13");
const pbkdf2 = oid("1.2.840.113549.1.5.12");
const hmacSha256 = oid("1.2.840.113549.2.9");
const aes256Cbc = oid("2.16.840.1.101.3.4.1.42");
const sha256 = oid("2.16.840.1.101.3.4.2.1");

/**
 * @param key The private half, which can be read.
 * @param certificate Its own; DER.
 * @param chain Those above it; DER.
 * @param name What programs show it as.
 * @param password Printable ASCII.
 */
export async function pkcs12(key, certificate, chain, name, password) {
  const id = new Uint8Array(await crypto.subtle.digest("SHA-256", certificate)); // Ties the two together.
  const own = setOf(sequence(friendlyName, setOf(bmp(name))), sequence(localKeyId, setOf(octets(id))));
  const certificates = sequence(bagOf(certificate, own), ...chain.map(above => bagOf(above)));
  const hidden = await encrypt(certificates, password);
  const shrouded = await encrypt(new Uint8Array(await crypto.subtle.exportKey("pkcs8", key)), password);
  const keys = sequence(sequence(keyBag, tagged(0, sequence(shrouded.algorithm, octets(shrouded.content))), own));
  const safe = sequence(
    sequence(encryptedData, tagged(0, sequence(integer(0), sequence(data, hidden.algorithm, taggedOctets(0, hidden.content))))),
    sequence(data, tagged(0, octets(keys))));
  return sequence(integer(3), sequence(data, tagged(0, octets(safe))), await mac(safe, password));
}

const bagOf = (certificate, ...attributes) =>
  sequence(certificateBag, tagged(0, sequence(x509, tagged(0, octets(certificate)))), ...attributes);

async function encrypt(content, password) {
  const salt = crypto.getRandomValues(new Uint8Array(saltLength));
  const iv = crypto.getRandomValues(new Uint8Array(16));
  const secret = await crypto.subtle.importKey("raw", new TextEncoder().encode(password), "PBKDF2", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, secret, { name: "AES-CBC", length: 256 }, false, ["encrypt"]);
  const derivation = sequence(pbkdf2, sequence(octets(salt), integer(rounds), sequence(hmacSha256, nothing())));
  return {
    algorithm: sequence(pbes2, sequence(derivation, sequence(aes256Cbc, octets(iv)))),
    content: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key, content)),
  };
}

async function mac(content, password) {
  const salt = crypto.getRandomValues(new Uint8Array(saltLength));
  const key = await crypto.subtle.importKey("raw", await macKey(password, salt), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const sum = new Uint8Array(await crypto.subtle.sign("HMAC", key, content));
  return sequence(sequence(sequence(sha256, nothing()), octets(sum)), octets(salt), integer(rounds));
}

/** RFC 7292, B.2: as much as one hash gives, so its first loop alone. */
async function macKey(password, salt) {
  const block = 64;
  const forMac = 3;
  const fill = part => Uint8Array.from({ length: Math.ceil(part.length / block) * block }, (_, at) => part[at % part.length]);
  const first = joined([new Uint8Array(block).fill(forMac), fill(salt), fill(utf16(password + "\0"))]);
  let digest = new Uint8Array(await crypto.subtle.digest("SHA-256", first));
  for (let left = rounds - 1; left > 0; left -= atOnce) {
    digest = hashAgain(digest, Math.min(left, atOnce));
    await new Promise(resolve => setTimeout(resolve));
  }
  return digest;
}

// A key pair of WebCrypto, and a PKCS#10 request for it (RFC 2986), signed by it.

import { bits, integer, nothing, oid, sequence, tagged } from "./der.js";

const half = 32; // Octets of each of the two numbers of a P-256 signature.

const kinds = {
  "ec-p256": {
    key: { name: "ECDSA", namedCurve: "P-256" },
    signing: { name: "ECDSA", hash: "SHA-256" },
    algorithm: sequence(oid("1.2.840.10045.4.3.2")),
    // WebCrypto puts the two numbers side by side, X.509 into a sequence (RFC 3279, 2.2.3).
    signature: raw => sequence(integer(raw.subarray(0, half)), integer(raw.subarray(half))),
  },
  rsa2048: {
    key: { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: "SHA-256" },
    signing: { name: "RSASSA-PKCS1-v1_5" },
    algorithm: sequence(oid("1.2.840.113549.1.1.11"), nothing()),
    signature: raw => raw,
  },
};

/** The private half can be read, because it leaves the page in a file. */
export const makePair = kind => crypto.subtle.generateKey(kinds[kind].key, true, ["sign", "verify"]);

/** Names nobody: the bank does the naming. */
export async function signingRequest(kind, pair) {
  const { signing, algorithm, signature } = kinds[kind];
  const key = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
  const asked = sequence(integer(0), sequence(), key, tagged(0));
  const signed = new Uint8Array(await crypto.subtle.sign(signing, pair.privateKey, asked));
  return sequence(asked, algorithm, bits(signature(signed)));
}

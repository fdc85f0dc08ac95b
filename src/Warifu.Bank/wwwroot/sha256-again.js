// SHA-256 over its own result, many times (FIPS 180-4). WebCrypto hashes once a call and each call waits its turn, which
// for the hundreds of thousands of rounds of a PKCS#12 file's key takes a minute in place of a second.

// First 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8.
const constants = Uint32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);
const start = Uint32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);

// A message of 32 octets is one block: itself, one bit, zeros, its length in bits.
const words = new Uint32Array(64);

/** @param digest 32 octets. */
export function hashAgain(digest, times) {
  const view = new DataView(digest.slice().buffer);
  const state = Uint32Array.from({ length: 8 }, (_, at) => view.getUint32(at * 4));
  for (let time = 0; time < times; time++) hash(state);
  state.forEach((word, at) => view.setUint32(at * 4, word));
  return new Uint8Array(view.buffer);
}

function hash(state) {
  words.set(state);
  words.fill(0, 8, 16);
  words[8] = 0x80000000;
  words[15] = 256;
  for (let t = 16; t < 64; t++) {
    const early = words[t - 15];
    const late = words[t - 2];
    const small0 = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
    const small1 = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
    words[t] = small1 + words[t - 7] + small0 + words[t - 16];
  }
  let [a, b, c, d, e, f, g, h] = start;
  for (let t = 0; t < 64; t++) {
    const big1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const big0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const one = (h + big1 + ((e & f) ^ (~e & g)) + constants[t] + words[t]) | 0;
    const two = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] = start[0] + a;
  state[1] = start[1] + b;
  state[2] = start[2] + c;
  state[3] = start[3] + d;
  state[4] = start[4] + e;
  state[5] = start[5] + f;
  state[6] = start[6] + g;
  state[7] = start[7] + h;
}

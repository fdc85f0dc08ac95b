// Keys made in this browser, kept in its IndexedDB until the first sign-in with their certificate: a closed tab loses nothing.

const store = "pairs";

export const all = () => ask("readonly", pairs => pairs.getAll());

/** @param pair requestKey, purpose, user, kind, keys, csr, madeAt. */
export const keep = pair => ask("readwrite", pairs => pairs.put(pair));

export const drop = requestKey => ask("readwrite", pairs => pairs.delete(requestKey));

/** Drops what is needed no more: used, revoked, out of date, or given up for another. */
export async function dropWhatIsOver() {
  for (const { requestKey } of await all()) {
    const answer = await fetch(`/certificates/browser/standing?key=${requestKey}`, { cache: "no-store", headers: { Accept: "application/json" } });
    if (answer.ok && (await answer.json()).isOver) await drop(requestKey);
  }
}

async function ask(mode, act) {
  const database = await new Promise((resolve, reject) => Object.assign(indexedDB.open("warifu-certificates", 1), {
    onupgradeneeded: event => event.target.result.createObjectStore(store, { keyPath: "requestKey" }),
    onsuccess: event => resolve(event.target.result),
    onerror: event => reject(event.target.error),
  }));
  try {
    // The request goes out only when its key is on the disk.
    const transaction = database.transaction(store, mode, { durability: "strict" });
    const asked = act(transaction.objectStore(store));
    await new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onabort: () => reject(transaction.error) }));
    return asked.result;
  } finally {
    database.close();
  }
}

// node service.mjs LIBRARY: a line {…} begins, a line {"callback": …} finishes, a line {"call": true} calls the API,
// {"again": GRANT} begins the same link anew, {"refresh": TOKEN} refreshes. Each is answered by one line.
import readline from 'node:readline'

const { begin } = await import(`./${process.argv[2]}.mjs`)
let link
let given
for await (const line of readline.createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  try {
    let answer
    if (asked.callback) answer = given = await link.finish(asked.callback)
    else if (asked.again) answer = { address: Object.assign(link, await link.again(asked.again)).address.href }
    else if (asked.refresh) answer = given = await link.refresh(asked.refresh)
    else if (asked.call) answer = await link.call(given.access)
    else answer = { address: (link = await begin(asked)).address.href }
    console.log(JSON.stringify(answer))
  } catch (error) {
    console.log(JSON.stringify({ error: `${error.code ?? error.name}: ${error.message}`, cause: error.cause?.body ?? `${error.cause ?? ''}` }))
  }
}

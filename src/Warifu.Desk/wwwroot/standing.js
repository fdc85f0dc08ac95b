// A request that waits for somebody: the page is shown anew when it stands otherwise.

const everySeconds = 10;
const shown = document.querySelector("[data-state]").dataset.state;

while (true) {
  await new Promise(done => setTimeout(done, everySeconds * 1000));
  try {
    const answer = await fetch(`${location.pathname}?handler=State`, { cache: "no-store" });
    if (answer.ok && (await answer.text()) === shown) continue;
  } catch {
    continue; // The program has ended; its next window looks by itself.
  }
  location.reload();
  break;
}

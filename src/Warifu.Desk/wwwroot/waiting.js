// 処理中: asks again until the page is another one. The server holds each answer back for a while, so this is no busy loop.

while (true) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.redirected) {
    location.replace(answer.url);
    break;
  }
  if (!answer.ok) {
    location.reload();
    break;
  }
}

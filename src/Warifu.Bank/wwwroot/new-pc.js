// A new PC without paper, where a page makes the key.
// 1. A pair of keys is made and kept before anything is sent.
// 2. The bank answers a code, which the user reads to a colleague.
// 3. The page looks again, with the request key alone; a closed tab is taken up by opening the page again.
// When the certificate may be had, the page of acquisition finds the same pair.

import { all, drop, dropWhatIsOver, keep } from "./kept-pairs.js";
import { makePair, signingRequest } from "./signing-request.js";

const everySeconds = 10;
const page = document.querySelector("[data-enrolling]");
const settings = page.dataset;
const form = page.querySelector("form[data-step=ask]");
const steps = { Waiting: "waiting", Approved: "approved", Open: "open", Done: "open" };
const wantsMore = ["one-time-password-needed", "wrong-one-time-password"];

let kept = null;
let at = null; // How it stands, as shown.

async function begin() {
  await dropWhatIsOver().catch(() => {}); // The bank may be away.
  kept = (await all()).findLast(pair => pair.purpose === settings.purpose && pair.kind === settings.kind && pair.newPc) ?? null;
  page.querySelector("[data-step=needs]").hidden = true;
  if (!kept || !(await look({ focus: false }))) show("ask", { focus: false });
  for (;;) {
    await new Promise(done => setTimeout(done, everySeconds * 1000));
    if (kept && ["waiting", "approved"].includes(steps[at])) await look();
  }
}

form.addEventListener("submit", async event => {
  event.preventDefault();
  const user = form.elements.LoginId.value.trim();
  if (kept?.user !== user) kept = await make(user, form.elements.Pc.value.trim());
  const asked = new FormData(form);
  asked.set("RequestKey", kept.requestKey);
  const said = await send("", asked);
  if (said.standing) stand(said.standing);
  else if (said.lost) tell("lost");
  else {
    page.querySelector("[data-one-time]").hidden = !wantsMore.includes(said.code);
    if (!wantsMore.includes(said.code)) await forget();
    refuse(said);
  }
});

async function make(user, newPc) {
  const keys = await makePair(settings.kind);
  const csr = await signingRequest(settings.kind, keys);
  const made = { requestKey: crypto.randomUUID(), purpose: settings.purpose, kind: settings.kind, user, keys, csr, newPc, madeAt: new Date() };
  await keep(made);
  return made;
}

/** Shows how the kept request stands; false where nothing comes of it. */
async function look({ focus } = {}) {
  const asked = new FormData();
  asked.set("__RequestVerificationToken", form.elements.__RequestVerificationToken.value);
  asked.set("RequestKey", kept.requestKey);
  const said = await send("Standing", asked);
  if (said.standing) return stand(said.standing, { focus });
  if (said.lost) return at !== null; // The next look may find it.
  await forget();
  return false;
}

/** False where nothing comes of the request any more; its key goes, and the form is there for another. */
function stand(standing, { focus } = {}) {
  const step = steps[standing.state];
  if (!step) {
    forget();
    tell(standing.state.toLowerCase());
    return true;
  }
  if (at === standing.state) return true;
  at = standing.state;
  for (const fact of page.querySelectorAll("[data-fact]")) fact.textContent = standing[fact.dataset.fact] ?? "";
  page.querySelector("[data-spelt]").textContent = [...standing.code.replace("-", "")].join(" ");
  show(step, { focus });
  return true;
}

async function forget() {
  const { requestKey } = kept;
  kept = at = null;
  await drop(requestKey);
}

async function send(handler, asked) {
  try {
    const answer = await fetch(`${location.pathname}${handler && `?handler=${handler}`}`, {
      method: "POST", body: new URLSearchParams(asked), headers: { Accept: "application/json" }, cache: "no-store",
    });
    const said = await answer.json();
    return answer.ok ? { standing: said } : said;
  } catch {
    return { lost: true };
  }
}

function refuse({ title, detail, code }) {
  const alert = tell("refused");
  alert.querySelector(".what").textContent = title;
  alert.querySelector("[data-way]").textContent = detail;
  alert.querySelector(".code code").textContent = code;
}

function tell(name) {
  show("ask", { focus: false });
  const alert = page.querySelector(`[data-alert=${name}]`);
  alert.hidden = false;
  alert.focus();
  return alert;
}

function show(step, { focus = true } = {}) {
  for (const alert of page.querySelectorAll("[data-alert]")) alert.hidden = true;
  for (const part of page.querySelectorAll("[data-step]")) part.hidden = part.dataset.step !== step;
  for (const mark of page.querySelectorAll(".steps [data-at]")) {
    if (mark.dataset.at.split(" ").includes(step)) mark.setAttribute("aria-current", "step");
    else mark.removeAttribute("aria-current");
  }
  page.querySelector("[data-looks]").hidden = !["waiting", "approved"].includes(step);
  if (focus) page.querySelector(`[data-step=${step}] [tabindex="-1"]`)?.focus();
}

await begin();

// Acquires or renews a certificate (seed 001, 2.1 and 2.10.1; seed 004, BSM5002 to BSM5004). The key is made here and leaves only in the
// file that this page builds; the bank gets a signing request and answers a certificate.
// 1. The user gives what is asked.
// 2. A pair of keys is made, or the one of an earlier visit is taken up, and kept before anything is sent.
// 3. The bank answers the certificate; asked again with the same request key, the same one.
// 4. The file is built under the password, which is then forgotten.

import { all, drop, dropWhatIsOver, keep } from "./kept-pairs.js";
import { pkcs12 } from "./pkcs12.js";
import { makePair, signingRequest } from "./signing-request.js";

const page = document.querySelector("[data-enrolling]");
const settings = page.dataset;
const form = page.querySelector("form[data-step=ask]");
const opens = form.elements[settings.opens]; // Its password will open the file.
const instead = form.elements.Password;

// Where the bank will hear no more of a request, the next one begins anew.
const over = ["enrolment-replaced", "enrolment-request-key-reused", "enrolment-key-in-use", "authority-refused"];

let kept = null;

await begin();

async function begin() {
  await dropWhatIsOver().catch(() => {}); // The bank may be away; what is over stays a while longer.
  const pairs = (await all()).sort((one, other) => one.madeAt - other.madeAt);
  kept = pairs.findLast(pair => pair.purpose === settings.purpose && pair.kind === settings.kind && (settings.user ?? pair.user) === pair.user) ?? null;
  page.querySelector("[data-step=needs]").hidden = true;
  if (kept) {
    if (!settings.user) form.elements.LoginId.value = kept.user;
    page.querySelector("[data-kept-user]").textContent = kept.user;
    page.querySelector("[data-kept-at]").textContent = kept.madeAt.toLocaleString(document.documentElement.lang);
    // One that a colleague approves, or has approved, is told apart (new-pc.js).
    page.querySelector(kept.newPc ? "[data-new-pc]" : "[data-kept]")?.toggleAttribute("hidden", false);
  }
  show("ask", { focus: false });
}

page.querySelector("[data-act=anew]").addEventListener("click", async () => {
  const before = kept;
  kept = null; // At once: the form may be sent while the disk is at work.
  page.querySelector("[data-kept]").hidden = true;
  form.querySelector("input:not([type=hidden])").focus();
  await drop(before.requestKey);
});

form.addEventListener("submit", async event => {
  event.preventDefault();
  if (!settings.confirmed) await enrol();
  else if (await send("Authenticate", new FormData(form))) show("confirm");
});

page.querySelector("[data-act=issue]")?.addEventListener("click", enrol);

async function enrol() {
  show("waiting");
  const user = settings.user ?? form.elements.LoginId.value;
  if (kept?.user !== user) kept = await make(user);
  const asked = new FormData(form);
  asked.set("RequestKey", kept.requestKey);
  asked.set("Csr", kept.csr.toBase64?.() ?? btoa(String.fromCharCode(...kept.csr)));
  const issued = await send("", asked);
  if (!issued) return;
  const [certificate, ...chain] = [issued.certificate, ...issued.chain].map(text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)));
  const file = await pkcs12(kept.keys.privateKey, certificate, chain, `${settings.bank} ${user}`, opens.value || instead.value);
  form.reset();
  offer(file, issued, user);
}

async function make(user) {
  const keys = await makePair(settings.kind);
  const csr = await signingRequest(settings.kind, keys);
  const made = { requestKey: crypto.randomUUID(), purpose: settings.purpose, kind: settings.kind, user, keys, csr, madeAt: new Date() };
  await keep(made);
  return made;
}

/** What the bank answers; null when it refused or was not heard, which the page then says. */
async function send(handler, asked) {
  let answer, said;
  try {
    answer = await fetch(`${location.pathname}${handler && `?handler=${handler}`}`, {
      method: "POST", body: new URLSearchParams(asked), headers: { Accept: "application/json" }, cache: "no-store",
    });
    said = await answer.json();
  } catch {
    tell("lost");
    return null;
  }
  if (answer.ok) return said;
  if (over.includes(said.code)) {
    await drop(kept.requestKey);
    kept = null;
  }
  const alert = tell("refused");
  alert.querySelector(".what").textContent = said.title;
  alert.querySelector("[data-way]").textContent = said.detail;
  alert.querySelector(".code code").textContent = said.code;
  alert.querySelector("[data-on-another-pc]")?.toggleAttribute("hidden", said.code !== "certificate-still-valid");
  return null;
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
    const here = mark.dataset.at === step;
    if (here) mark.setAttribute("aria-current", "step");
    else mark.removeAttribute("aria-current");
  }
  for (const code of page.querySelectorAll(".screen [data-at]")) code.hidden = code.dataset.at !== step;
  if (focus) page.querySelector(`[data-step=${step}] [tabindex="-1"]`)?.focus();
}

function offer(file, issued, user) {
  for (const fact of page.querySelectorAll("[data-fact]")) fact.textContent = issued[fact.dataset.fact];
  const link = page.querySelector("a[data-download]");
  link.href = URL.createObjectURL(new Blob([file], { type: "application/x-pkcs12" }));
  link.download = `${settings.code}-${user}.p12`;
  page.querySelector("[data-kept]").hidden = true;
  page.querySelector("[data-new-pc]")?.toggleAttribute("hidden", true);
  sortSteps(link.download);
  show("download");
}

/** The reader's own system first and open. */
function sortSteps(file) {
  const here = /Firefox/.test(navigator.userAgent) ? "firefox"
    : /Windows/.test(navigator.userAgent) ? "windows"
    : /Mac OS/.test(navigator.userAgent) ? "macos"
    : "linux";
  const mine = page.querySelector(`details[data-system=${here}]`);
  mine.open = true;
  mine.parentElement.prepend(mine);
  for (const place of page.querySelectorAll("[data-file]")) place.textContent = file;
}

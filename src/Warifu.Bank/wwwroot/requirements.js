// Measures what only the browser can: that scripts run, the screen, the clock, cookies. The verdicts are on the page already.

const limits = document.querySelector(".requirements").dataset;

settle("javascript", "good");
settle("screen", screen.width >= limits.width && screen.height >= limits.height ? "good" : "bad", `${screen.width} × ${screen.height}`);

const sent = Date.now();
const answer = await fetch("/requirements/ours", { cache: "no-store" });
const ours = await answer.json();
// The answer was made about half way between.
const seconds = ((sent + Date.now()) / 2 - ours.now) / 1000;
const size = Math.abs(seconds).toFixed(1);
const sign = size === "0.0" ? "±" : seconds < 0 ? "−" : "+";
settle("clock", Math.abs(seconds) <= limits.seconds ? "good" : "bad", limits.secondsWords.replace("{0}", sign + size));
settle("cookie", ours.cookie ? "good" : "bad");

function settle(name, standing, measured) {
  const row = document.querySelector(`[data-requirement=${name}]`);
  row.dataset.standing = standing;
  for (const part of row.querySelectorAll("[data-of]")) part.hidden = part.dataset.of !== standing;
  if (measured) row.querySelector(".measured").textContent = measured;
}

// On pages that are opened often: a key whose certificate has been used does not stay in the browser. Who is only passing by goes on.

import { dropWhatIsOver } from "./kept-pairs.js";

const script = document.querySelector("script[src*='kept-pairs-check.js']");
try {
  await dropWhatIsOver();
} finally {
  const { next, then } = script.dataset;
  // Once for each tab is enough.
  if (next && !sessionStorage.getItem("kept-pairs-passed")) {
    sessionStorage.setItem("kept-pairs-passed", "yes");
    location.replace(next);
  }
  if (then && location.hash === "#passing") location.replace(then);
}

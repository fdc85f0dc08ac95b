// On pages that are opened often: a key whose certificate has been used does not stay in the browser.

import { dropWhatIsOver } from "./kept-pairs.js";

await dropWhatIsOver();

// The software keyboard of password fields (seed 001, 2.4). What is typed stays in this module until 確定 puts it into the
// field; キャンセル, Esc and leaving the page throw it away.

const board = document.getElementById("software-keyboard");
const groups = [...board.querySelectorAll(".keys")];
const dots = board.querySelector(".dots");
const told = board.querySelector("output");
const capital = board.querySelector("[data-act=capital]");

let field = null;
let typed = "";

for (const opener of document.querySelectorAll("[data-keyboard-for]")) {
  opener.hidden = false;
  opener.addEventListener("click", () => open(document.getElementById(opener.dataset.keyboardFor)));
}

board.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.key !== undefined) {
    type(button.dataset.key);
    stopAt(button);
  } else {
    acts[button.dataset.act]();
  }
});
board.addEventListener("keydown", move);
board.addEventListener("close", forget);
addEventListener("pagehide", () => board.close());

const acts = {
  capital: () => showCapitals(capital.getAttribute("aria-pressed") !== "true"),
  back: () => show(typed.slice(0, -1)),
  clear: () => show(""),
  cancel: () => board.close(),
  take: () => {
    field.value = typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    board.close();
  },
};

function open(forField) {
  field = forField;
  if (board.dataset.order === "shuffled") groups.forEach(shuffle);
  groups.forEach(group => stopAt(group.firstElementChild));
  showCapitals(false);
  show("");
  board.showModal();
  groups[0].firstElementChild.focus();
}

function type(letter) {
  if (field.maxLength < 0 || typed.length < field.maxLength) show(typed + letter);
}

function show(text) {
  typed = text;
  dots.textContent = "●".repeat(text.length);
  told.textContent = told.dataset.words.replace("{0}", text.length);
}

function showCapitals(on) {
  capital.setAttribute("aria-pressed", on);
  for (const group of groups) {
    if (group.dataset.group === "capital") group.hidden = !on;
    if (group.dataset.group === "small") group.hidden = on;
  }
}

function forget() {
  show("");
  field?.focus();
  field = null;
}

// One stop of the Tab key for each group; within it the arrow keys move (WAI-ARIA, toolbar).
function stopAt(key) {
  for (const other of key.parentElement.children) other.tabIndex = other === key ? 0 : -1;
}

function move(event) {
  const key = event.target.closest("[data-key]");
  if (!key) return;
  const keys = [...key.parentElement.children];
  const target = {
    ArrowRight: () => keys[keys.indexOf(key) + 1],
    ArrowLeft: () => keys[keys.indexOf(key) - 1],
    ArrowDown: () => keys.find(other => other.offsetTop > key.offsetTop && other.offsetLeft >= key.offsetLeft),
    ArrowUp: () => keys.findLast(other => other.offsetTop < key.offsetTop && other.offsetLeft <= key.offsetLeft),
    Home: () => keys[0],
    End: () => keys.at(-1),
  }[event.key]?.();
  if (!target) return;
  event.preventDefault();
  stopAt(target);
  target.focus();
}

// Fisher and Yates; the last places of 2^32 that would favour some keys are thrown again.
function shuffle(group) {
  const keys = [...group.children];
  for (let last = keys.length - 1; last > 0; last--) {
    const chosen = below(last + 1);
    [keys[last], keys[chosen]] = [keys[chosen], keys[last]];
  }
  group.replaceChildren(...keys);
}

function below(limit) {
  const thrown = new Uint32Array(1);
  do crypto.getRandomValues(thrown); while (thrown[0] >= 2 ** 32 - (2 ** 32 % limit));
  return thrown[0] % limit;
}

// The page: a form in, `answer` of answer.py out, the form's state in the address. No framework, nothing from elsewhere.
"use strict";

/**
 * @typedef {Record<string, any>} Form `kind`, `lang`, `edition` ("" is that of the language) and the fields of the question: texts, `roles` a list
 * @typedef {{ok: boolean, errors: {field: string, words: string}[], summary: string, html: string, answer: ?object}} Answer
 * @typedef {{value: string, en: string, zh: string}} Term
 */

/** @param {string} selector @param {ParentNode} [within] @returns {any} */
const one = (selector, within = document) => within.querySelector(selector);
/** @param {string} selector @returns {any[]} */
const all = (selector) => [...document.querySelectorAll(selector)];

/** The few words that are not in index.html: those that come and go. */
const WORDS = {
  title: { en: "Try icp_rules", zh: "试用 icp_rules" },
  loading: { en: "Loading Python, about 16 MB the first time …", zh: "正在加载 Python，首次约 16 MB……" },
  unpacking: { en: "Unpacking the packages …", zh: "正在解压……" },
  starting: { en: "Starting …", zh: "正在启动……" },
  copied: { en: "Copied.", zh: "已复制。" },
};

const form = one("form");
/** @type {{defaults: Record<string, Form>, editions: Record<string, string>, typed: string[], terms: Record<string, Term[]>, calendar: Record<string, string>, map: Record<string, string>}} */
let vocabulary;
/** @type {Form} What is asked, as the address or the form had it last. */
let state;
/** @type {?(text: string) => string} `answer` of answer.py, once it is there. */
let python = null;
/** @type {keyof WORDS} */
let stage = "loading";

// -- The form and the address -----------------------------------------------------------------------------------------

/** A question's fields as they stand in the form, which keeps what was entered for the other questions. @param {string} kind @returns {Form} */
function fields(kind) {
  const read = {};
  for (const [name, first] of Object.entries(vocabulary.defaults[kind])) {
    const chosen = [...form.querySelectorAll(`[name=${kind}-${name}]`)].filter((input) => input.checked || !/radio|checkbox/.test(input.type));
    read[name] = Array.isArray(first) ? chosen.map((input) => input.value) : chosen[0]?.value ?? "";
  }
  return read;
}

/** @param {string} hash @param {Form} base what holds where the address says nothing @returns {Form} */
function fromHash(hash, base) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const kind = Object.hasOwn(vocabulary.defaults, asked.get("kind")) ? asked.get("kind") : base.kind;
  const read = { ...(kind === base.kind ? base : fields(kind)), kind, lang: base.lang, edition: asked.get("edition") ?? base.edition };
  if (["en", "zh"].includes(asked.get("lang"))) read.lang = asked.get("lang");
  if (asked.has("received") && !asked.has("time")) read.time = ""; // a link to a day is to the day, not to an earlier link's hour
  for (const [name, first] of Object.entries(vocabulary.defaults[kind])) {
    if (asked.has(name)) read[name] = Array.isArray(first) ? asked.get(name).split(",").filter(Boolean) : asked.get(name);
  }
  return read;
}

/** The choices and days, never what names somebody. @param {Form} asked @returns {string} */
function toHash(asked) {
  const told = Object.entries(asked).filter(([name]) => !vocabulary.typed.includes(name) && (name !== "edition" || asked.edition));
  return "#" + new URLSearchParams(told.map(([name, value]) => [name, String(value)]));
}

/** What the form shows. Where it cannot show what the address said, it has nothing, and the package says so. @returns {Form} */
function fromForm() {
  const kind = one("[name=kind]:checked").value;
  const edition = form.elements.edition.value;
  const unchanged = edition === (state.edition || vocabulary.editions[state.lang]);
  return { kind, lang: state.lang, edition: unchanged ? state.edition : edition, ...fields(kind) };
}

/** Show `state` in the form, in its language. */
function fill() {
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.title = WORDS.title[state.lang];
  for (const button of all("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === state.lang));
  for (const label of all("[data-term]")) {
    const [name, value] = label.dataset.term.split(" ");
    label.textContent = vocabulary.terms[name].find((term) => term.value === value)[state.lang];
  }
  const shown = { kind: state.kind, edition: state.edition || vocabulary.editions[state.lang] };
  for (const name of Object.keys(vocabulary.defaults[state.kind])) shown[`${state.kind}-${name}`] = state[name];
  for (const [name, value] of Object.entries(shown)) put(name, value);
  one("[data-map]").innerHTML = vocabulary.map[state.lang]; // escaped by the package
  reveal();
}

/** Put a value into the controls of a name. @param {string} name @param {string | string[]} value */
function put(name, value) {
  for (const input of form.querySelectorAll(`[name=${name}]`)) {
    if (/radio|checkbox/.test(input.type)) input.checked = [value].flat().includes(input.value);
    else if (input.value !== value) input.value = value;
  }
}

/** Only the fields of the question, and of those only what the choices ask for. */
function reveal() {
  for (const each of all("[data-question]")) each.hidden = !each.dataset.question.split(" ").includes(state.kind);
  for (const each of all("[data-when]")) {
    const chosen = [...each.closest("[data-question]").querySelectorAll("input[type=radio]:checked")].map((input) => input.value);
    each.hidden = !each.dataset.when.split(" ").some((value) => chosen.includes(value));
  }
}

/** Make the choices from the package's vocabulary. */
function choices() {
  for (const place of all("[data-terms]")) {
    const name = place.dataset.terms;
    for (const { value } of vocabulary.terms[name]) {
      const words = document.createElement(place.dataset.input ? "span" : "option");
      words.dataset.term = `${name} ${value}`;
      if (!place.dataset.input) {
        place.append(Object.assign(words, { value }));
        continue;
      }
      const label = document.createElement("label");
      label.append(Object.assign(document.createElement("input"), { type: place.dataset.input, name: place.dataset.name, value }), words);
      place.append(label);
    }
  }
}

// -- The answer -------------------------------------------------------------------------------------------------------

/** Ask the package. @param {Form} asked @returns {Answer} */
function ask(asked) {
  return JSON.parse(python(JSON.stringify(asked)));
}

/** Ask what the form says and show it. @returns {boolean} whether there is an answer */
function show() {
  history.replaceState(null, "", toHash(state));
  reveal();
  if (!python) return false;
  const answer = ask(state);
  const result = one(".result");
  const opened = new Set(all(".result details[open] > summary").map((each) => each.textContent));
  result.lang = document.documentElement.lang;
  result.innerHTML = answer.html; // escaped in answer.py
  for (const each of all(".result details")) each.open = opened.has(one("summary", each).textContent);
  const wrong = new Map();
  for (const { field, words } of answer.errors) {
    const id = field === "edition" ? field : `${state.kind}-${field}`;
    wrong.set(id, new Set([...wrong.get(id) ?? [], words]));
  }
  for (const place of all("p.error")) {
    const id = place.id.replace("-error", "");
    const words = [...wrong.get(id) ?? []].join(" ");
    if (place.textContent !== words) write(place, words);
    place.hidden = !words;
    for (const input of all(`[data-field=${id}] :is(input, select)`)) {
      input.toggleAttribute("aria-invalid", Boolean(words));
      if (words) input.setAttribute("aria-invalid", "true");
    }
  }
  const names = all("[data-field]").filter(({ dataset }) => wrong.has(dataset.field)).map((field) => one(`.${state.lang}`, field).firstChild.data.trim());
  say(answer.summary.replace("{}", names.join(state.lang === "zh" ? "、" : ", ")), !answer.ok);
  return answer.ok;
}

/** Write words into a place, each day of them in an element of its own: no line ends within one. @param {Element} place @param {string} words */
function write(place, words) {
  const parts = words.split(/(\d{4}-\d\d-\d\d)/); // every other one is a day
  place.replaceChildren(...parts.map((part, i) => i % 2 ? Object.assign(document.createElement("time"), { textContent: part }) : part));
}

/** Say in one line how it stands; a screen reader reads it out. @param {string} words @param {boolean} [wrong] */
function say(words, wrong = false) {
  const line = one(".state");
  line.classList.toggle("wrong", wrong);
  write(one("span", line), words);
}

/** Another state, from a link, the address or the language buttons. @param {Form} next */
function become(next) {
  state = next;
  fill();
  if (!python) say(WORDS[stage][state.lang]);
  show();
}

// -- Python -----------------------------------------------------------------------------------------------------------

/** @param {string} path @returns {Promise<Response>} */
async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

/** @param {keyof WORDS} next @param {number} done from 0 to 1 */
async function reach(next, done) {
  stage = next;
  one("progress").value = done;
  say(WORDS[stage][state.lang]);
  await new Promise((painted) => setTimeout(painted)); // what follows keeps the page busy
}

/** Load Python and the wheels, all from this folder. */
async function start() {
  if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly.");
  const manifest = await (await get("manifest.json")).json();
  listed(manifest);
  const wheels = Promise.all(manifest.wheels.map(async ({ file }) => (await get(`wheels/${file}`)).arrayBuffer()));
  const script = get("answer.py").then((response) => response.text());
  const loading = import("./pyodide/pyodide.mjs").then(({ loadPyodide }) => loadPyodide({ indexURL: new URL("pyodide/", location.href).href }));
  const [pyodide, archives, text] = await Promise.all([loading, wheels, script]); // what is missing is told at once
  await reach("unpacking", 0.6);
  for (const wheel of archives) pyodide.unpackArchive(wheel, "wheel");
  await reach("starting", 0.8);
  pyodide.FS.writeFile("answer.py", text);
  python = pyodide.pyimport("answer").answer;
}

/** Tell what runs here. @param {{pyodide: object, wheels: object[]}} manifest */
function listed(manifest) {
  for (const { name, version, license } of [manifest.pyodide, ...manifest.wheels]) {
    const row = one(".manifest tbody").insertRow();
    for (const text of [name, version, license]) row.insertCell().textContent = text;
  }
}

/** @param {unknown} error */
function failed(error) {
  one(".state").hidden = true;
  one(".failed .cause").textContent = String(error);
  one("[role=alert].failed").hidden = false;
}

// -- The page ---------------------------------------------------------------------------------------------------------

async function main() {
  vocabulary = await (await get("words.json")).json();
  for (const [name, day] of Object.entries(vocabulary.calendar)) for (const place of all(`[data-${name}]`)) place.textContent = day;
  choices();
  for (const [kind, first] of Object.entries(vocabulary.defaults)) for (const [name, value] of Object.entries(first)) put(`${kind}-${name}`, value);
  const lang = navigator.language.startsWith("zh") ? "zh" : "en";
  const [kind] = Object.keys(vocabulary.defaults);
  become(fromHash(location.hash, { kind, lang, edition: "", ...fields(kind) }));

  const changed = () => { state = fromForm(); return show(); };
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    (changed() ? one("#answer") : one("[aria-invalid]"))?.focus();
  });
  form.addEventListener("input", ({ target }) => { // a day half typed is no mistake yet
    if (/^(\d{4}-\d\d-\d\d|\d\d:\d\d)$/.test(target.value)) changed();
  });
  window.addEventListener("hashchange", () => become(fromHash(location.hash, state)));
  for (const button of all("button[data-lang]")) button.addEventListener("click", () => become({ ...state, lang: button.dataset.lang }));
  one("[data-skip]").addEventListener("click", (event) => { event.preventDefault(); one("#answer").focus(); });

  const copy = one("[data-copy]");
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    one(".copied").textContent = WORDS.copied[state.lang];
    setTimeout(() => { one(".copied").textContent = ""; }, 3000);
  });

  await start();
  one("progress").hidden = true;
  show();
}

/** For the tests, and for the console: `await page.ready`, then `page.ask({kind: "recovery"})`. */
window.page = { ask, ready: main() };
window.page.ready.catch(failed);

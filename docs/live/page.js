// The page: a form in, `answer` of answer.py out, the form's state in the address. No framework, nothing from elsewhere.
"use strict";

/**
 * @typedef {{type: string, roles: string[], id: string, received: string, time: string, edition: string, lang: string}} Form
 * @typedef {{ok: boolean, errors: {field: string, words: string}[], summary: string, html: string, assessment: ?object}} Answer
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
/** @type {{defaults: Form, terms: Record<string, Term[]>, calendar: Record<string, string>}} */
let vocabulary;
/** @type {Form} What is asked, as the address or the form had it last. */
let state;
/** @type {?(text: string) => string} `answer` of answer.py, once it is there. */
let python = null;
/** @type {?(text: string) => string} `filing` of answer.py, once it is there. */
let filing = null;
/** @type {keyof WORDS} */
let stage = "loading";

// -- The form and the address -----------------------------------------------------------------------------------------

/** @param {string} hash @param {Form} base what holds where the address says nothing @returns {Form} */
function fromHash(hash, base) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const read = { ...base };
  for (const name of ["type", "id", "received", "time", "edition", "lang"]) read[name] = asked.get(name) ?? base[name];
  if (asked.has("received") && !asked.has("time")) read.time = ""; // a link to a day is to the day, not to an earlier link's hour
  if (asked.has("roles")) read.roles = asked.get("roles").split(",").filter(Boolean);
  if (!["en", "zh"].includes(read.lang)) read.lang = base.lang;
  return read;
}

/** @param {Form} asked @returns {string} */
function toHash(asked) {
  return "#" + new URLSearchParams({ ...asked, roles: asked.roles.join(",") });
}

/** What the form shows. Where it cannot show what the address said, it has nothing, and the package says so. @returns {Form} */
function fromForm() {
  const data = new FormData(form);
  const text = (name) => String(data.get(name) ?? "");
  return {
    type: text("type"), roles: data.getAll("roles").map(String), id: text("id"),
    received: text("received"), time: text("time"), edition: text("edition"), lang: state.lang,
  };
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
  for (const input of all("input[type=radio]")) input.checked = state.type === input.value;
  for (const input of all("input[type=checkbox]")) input.checked = state.roles.includes(input.value);
  for (const name of ["id", "received", "time", "edition"]) {
    const input = form.elements[name];
    if (input.value !== state[name]) input.value = state[name];
  }
  hint();
}

/** Which hint stands under the roles. */
function hint() {
  for (const each of all("[data-when]")) each.hidden = (each.dataset.when === "individual") !== (state.type === "individual");
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
      label.append(Object.assign(document.createElement("input"), { type: place.dataset.input, name, value }), words);
      place.append(label);
    }
  }
}

// -- The answer -------------------------------------------------------------------------------------------------------

/** Ask the package. @param {Form} asked @returns {Answer} */
function ask(asked) {
  return JSON.parse(python(JSON.stringify(asked)));
}

/** Ask what the form says and show it. */
function show() {
  history.replaceState(null, "", toHash(state));
  hint();
  if (!python) return;
  const answer = ask(state);
  const result = one(".result");
  const opened = all(".result details").map((each) => each.open);
  result.lang = document.documentElement.lang;
  result.innerHTML = answer.html; // escaped in answer.py
  all(".result details").forEach((each, i) => { each.open = Boolean(opened[i]); });
  say(answer.summary, !answer.ok);
  for (const place of all("p.error")) {
    const field = place.id.replace("-error", "");
    const words = [...new Set(answer.errors.filter((error) => error.field === field).map((error) => error.words))].join(" ");
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
    for (const input of all(`[data-field=${field}] :is(input, select)`)) {
      input.toggleAttribute("aria-invalid", Boolean(words));
      if (words) input.setAttribute("aria-invalid", "true");
    }
  }
}

/** What the form about a filing asks, and its answer. */
function showFiling() {
  const asked = Object.fromEntries(new FormData(one("[data-filing]")));
  for (const each of all("[data-of]")) each.hidden = each.dataset.of !== asked.type;
  one("[data-map]").innerHTML = vocabulary.map[state.lang]; // escaped by the package
  if (filing) one("[data-filing-answer]").innerHTML = JSON.parse(filing(JSON.stringify({ ...asked, lang: state.lang }))).html;
}

/** Say in one line how it stands; a screen reader reads it out. @param {string} words @param {boolean} [wrong] */
function say(words, wrong = false) {
  const line = one(".state");
  line.classList.toggle("wrong", wrong);
  one("span", line).textContent = words;
}

/** Another state, from a link, the address or the language buttons. @param {Form} next */
function become(next) {
  state = next;
  fill();
  if (!python) say(WORDS[stage][state.lang]);
  show();
  showFiling();
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
  const wheels = manifest.wheels.map(async ({ file }) => (await get(`wheels/${file}`)).arrayBuffer());
  const script = get("answer.py").then((response) => response.text());
  const { loadPyodide } = await import("./pyodide/pyodide.mjs");
  const pyodide = await loadPyodide({ indexURL: new URL("pyodide/", location.href).href });
  await reach("unpacking", 0.6);
  for (const wheel of await Promise.all(wheels)) pyodide.unpackArchive(wheel, "wheel");
  await reach("starting", 0.8);
  pyodide.FS.writeFile("answer.py", await script);
  python = pyodide.pyimport("answer").answer;
  filing = pyodide.pyimport("answer").filing;
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
  for (const [name, value] of Object.entries(vocabulary.filing)) if (one("[data-filing]").elements[name]) one("[data-filing]").elements[name].value = value;
  one("[data-filing]").addEventListener("change", showFiling);
  const lang = navigator.language.startsWith("zh") ? "zh" : "en";
  become(fromHash(location.hash, { ...vocabulary.defaults, lang }));

  const changed = () => { state = fromForm(); show(); };
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => { event.preventDefault(); changed(); });
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
  showFiling();
}

/** For the tests, and for the console: `await page.ready`, then `page.ask({type: "individual"})`. */
window.page = { ask, ready: main() };
window.page.ready.catch(failed);

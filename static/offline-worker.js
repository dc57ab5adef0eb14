// Keeps languages of the exhibition on a device, for whoever has switched that on; it does nothing for others.
// What is kept of a language is always a part of one build, the latest that was met: what has changed or gone is thrown
// away before anything is fetched, because somebody may be in danger who asked to be taken out.
const ROOT = registration.scope;
const RECORD = `${ROOT}offline-record`; // in each cache: what there is to keep, and when that was last known
const LANES = 6;
const PATIENCE = 4_000; // milliseconds for a network that does not answer
const LONGEST = 30 * 86_400_000; // without a network: who knows what has been withdrawn in the meantime
const PORTAL = "not the file that was asked for";
const running = new Map();

const nameOf = (language) => `${ROOT} ${language}`;
const languages = async () =>
  (await caches.keys()).filter((name) => name.startsWith(nameOf(""))).map((name) => name.slice(ROOT.length + 1));
const look = (address, language) =>
  caches.match(address, { cacheName: nameOf(language), ignoreSearch: true, ignoreVary: true });
const recordOf = async (language) =>
  (await (await look(RECORD, language))?.json()) ?? { files: {}, instead: {} };

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => {
  const { keep, drop } = event.data;
  if (keep) event.waitUntil(renew(keep));
  if (drop) event.waitUntil(forget(drop).then(() => event.ports[0].postMessage("")));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(ROOT) || request.headers.has("range")) return;
  if (request.mode === "navigate") {
    const answer = fetch(request);
    event.respondWith(page(request.url.replace(/[?#].*$/, "").replace(/\/index\.html$/, "/"), answer));
    event.waitUntil(answer.then(renewAll, () => {}));
  } else {
    event.respondWith(file(request));
  }
});

// What is asked for

async function find(address) {
  for (const language of await languages()) {
    const copy = await look(address, language);
    if (copy) return { copy, language };
  }
  return {};
}

// A page comes from the network, where there is one: so nobody reads what has been taken away.
async function page(address, answer) {
  const { copy, language } = await find(address);
  try {
    const response = await (copy ? Promise.race([answer, patience()]) : answer);
    if (response.status < 500 || !copy) return response;
  } catch (error) {
    if (!copy) return elsewhere(address);
  }
  if (Date.now() - (await recordOf(language)).met < LONGEST) return copy;
  await shed(language);
  return (await look(address, language)) ?? elsewhere(address);
}

const patience = () => new Promise((_, refuse) => setTimeout(refuse, PATIENCE));

// The page about keeping says that this one is not here; it is told which, where that ought to be here and will be.
async function elsewhere(address) {
  const kept = await languages();
  const language = kept.find((each) => address.startsWith(`${ROOT}${each}/`)) ?? kept[0];
  const record = language ? await recordOf(language) : {};
  if (record.page === undefined || address === ROOT + record.page) return Response.error();
  const path = address.slice(ROOT.length);
  return Response.redirect(`${ROOT}${record.page}#missing${path in record.files ? `/${path}` : ""}`);
}

// Names of other files tell what is in them, so the kept one is as good as the one of the host.
async function file(request) {
  const { copy } = await find(request.url);
  if (copy) return copy;
  try {
    return await fetch(request);
  } catch (error) {
    return (await standIn(request.url)) ?? Response.error();
  }
}

// A picture is kept in one width, and stands in for all others.
async function standIn(address) {
  const path = address.slice(ROOT.length);
  for (const language of await languages()) {
    const { instead } = await recordOf(language);
    const kept = Object.keys(instead).find((each) => instead[each].includes(path));
    const copy = kept && (await look(ROOT + kept, language));
    if (copy) return copy;
  }
}

// What is kept

const renewAll = async () => {
  for (const language of await languages()) await renew(language);
};

function renew(language) {
  if (!running.has(language)) {
    const stop = new AbortController();
    const done = meet(language, stop.signal)
      .catch((error) => stopped(language, error)) // what is kept stays
      .finally(() => running.delete(language));
    running.set(language, { stop, done });
  }
  return running.get(language).done;
}

async function halt(language) {
  const { stop, done } = running.get(language) ?? {};
  stop?.abort();
  await done;
}

async function forget(language) {
  do {
    await halt(language);
    await caches.delete(nameOf(language));
  } while (running.has(language));
}

async function meet(language, signal) {
  if (!(await caches.has(nameOf(language)))) return;
  const answer = await fetch(`${ROOT}${language}/offline.json`, { cache: "no-cache", signal });
  if (answer.status === 404 || answer.status === 410) {
    // Nothing may be kept any more.
    await caches.delete(nameOf(language));
    if (!(await languages()).length) await registration.unregister();
    return;
  }
  if (!answer.ok) return;
  const found = await answer.json();
  if (!(await caches.has(nameOf(language)))) return; // switched off in the meantime; to open it would make it anew
  const record = await recordOf(language);
  const list = { ...found, met: Date.now() };
  const [before, now] = [record.files, list.files];
  const cache = await caches.open(nameOf(language));
  for (const { url } of await cache.keys()) {
    const path = url.slice(ROOT.length);
    const isRight = now[path] && now[path][0] === before[path]?.[0];
    if (!isRight && url !== RECORD) await cache.delete(url);
  }
  signal.throwIfAborted();
  await cache.put(RECORD, new Response(JSON.stringify(list)));
  await fill(cache, list, language, signal);
}

// No network, or none that leads here; or no room.
const stateAfter = (error) => (error.name === "QuotaExceededError" ? "full" : "part");

async function stopped(language, error) {
  if (error.name === "AbortError" || !(await caches.has(nameOf(language)))) return;
  const { files } = await recordOf(language);
  const missing = await missingOf(await caches.open(nameOf(language)), files);
  await tell({ language, state: missing.length || !sum(files) ? stateAfter(error) : "kept", done: sum(files, missing) });
}

async function missingOf(cache, files) {
  const kept = new Set((await cache.keys()).map(({ url }) => url.slice(ROOT.length)));
  return Object.keys(files).filter((path) => !kept.has(path));
}

// Of the sizes of files, apart from some.
const sum = (files, without = []) =>
  Object.values(files).reduce((all, [, size]) => all + size, 0) - without.reduce((all, path) => all + files[path][1], 0);

async function fill(cache, list, language, signal) {
  const { files } = list;
  const missing = await missingOf(cache, files);
  const total = sum(files);
  let done = sum(files, missing);
  let state = "fetching";
  const lane = async () => {
    for (let path; (path = missing.shift()) !== undefined; ) {
      try {
        await fetchInto(cache, path, files[path][0], signal);
        done += files[path][1];
      } catch (error) {
        state = state === "full" ? state : stateAfter(error);
        if (error.message !== PORTAL) missing.length = 0;
      }
      await tell({ language, state, done });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await tell({ language, list, state: done === total ? "kept" : state, done });
}

async function fetchInto(cache, path, digest, signal) {
  const response = await fetch(ROOT + path, { cache: "no-cache", signal });
  const content = await response.clone().arrayBuffer();
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", content)).slice(0, digest.length / 2);
  const isRight = [...found].map((byte) => byte.toString(16).padStart(2, "0")).join("") === digest;
  if (!response.ok || response.redirected || !isRight) throw new Error(PORTAL);
  signal.throwIfAborted();
  await cache.put(ROOT + path, response);
}

// All but what says that it is gone, which is fetched again where there is a network.
async function shed(language) {
  const record = await recordOf(language);
  const cache = await caches.open(nameOf(language));
  for (const path of Object.keys(record.files).slice(record.first)) await cache.delete(ROOT + path);
}

async function tell(what) {
  for (const client of await clients.matchAll({ includeUncontrolled: true })) {
    if (client.url.startsWith(ROOT)) client.postMessage(what);
  }
}

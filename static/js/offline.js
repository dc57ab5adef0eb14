// The switch that keeps the exhibition on a device. It is shown where it can work; before it is used, nothing is stored.
for (const box of document.querySelectorAll("[data-offline]")) {
  const language = box.dataset.offline;
  const root = new URL(box.dataset.root, location.href).href;
  const name = `${root} ${language}`;
  const main = box.querySelector("[data-keep]");
  const progress = box.querySelector("progress");
  const workers = navigator.serviceWorker;
  const megabytes = new Intl.NumberFormat(box.dataset.numbers, {
    style: "unit",
    unit: "megabyte",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const write = (part, bytes) => {
    for (const place of box.querySelectorAll(`[data-${part}]`)) place.textContent = megabytes.format(bytes / 1e6);
  };
  const sum = (files) => Object.values(files).reduce((all, [, size]) => all + size, 0);
  const isOn = (button) => button.getAttribute("aria-checked") === "true";
  let list = { files: {} };

  const show = (state, done) => {
    const isKept = !["off", "gone", "failed"].includes(state);
    const total = sum(list.files);
    main.setAttribute("aria-checked", isKept);
    for (const part of box.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
    write("done", done);
    write("total", total);
    progress.max = total;
    progress.value = done;
  };

  // The cache is asked only where there is one: to open it would make it.
  const readRecord = async () => (await caches.match(`${root}offline-record`, { cacheName: name }))?.json();
  const readList = async () => {
    try {
      list = await (await fetch(`${root}${language}/offline.json`, { cache: "no-cache" })).json();
    } catch (error) {
      list = (await readRecord()) ?? list; // no network
    }
  };
  const measure = async () => {
    const kept = new Set((await (await caches.open(name)).keys()).map(({ url }) => url.slice(root.length)));
    const done = sum(Object.fromEntries(Object.entries(list.files).filter(([path]) => kept.has(path))));
    show(done === sum(list.files) ? "kept" : "part", done);
  };

  const own = async () => {
    const found = await workers.getRegistration(root);
    return found?.scope === root ? found : undefined;
  };
  const active = async (registration) => {
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    while (worker.state !== "activated") {
      if (worker.state === "redundant") throw new Error("the browser has refused the worker");
      await new Promise((go) => worker.addEventListener("statechange", go, { once: true }));
    }
    return worker;
  };

  const keep = async () => {
    await readList();
    if (!sum(list.files)) throw new Error("there is no list");
    show("fetching", 0);
    await caches.open(name);
    const worker = await active(await workers.register(`${root}offline-worker.js`));
    worker.postMessage({ keep: language });
  };

  const drop = async (state) => {
    const registration = await own();
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((go) => {
      port1.onmessage = go;
      setTimeout(go, 3000); // a worker that does not answer has nothing to say
    });
    registration?.active?.postMessage({ drop: language }, [port2]);
    if (registration?.active) await answer;
    await caches.delete(name);
    if (!(await caches.keys()).some((other) => other.startsWith(`${root} `))) await registration?.unregister();
    show(state, 0);
  };

  const begin = async () => {
    if (!workers || !window.caches || !location.protocol.startsWith("http")) return;
    const registration = (await caches.has(name)) && (await own());
    if (!registration) await caches.delete(name); // what a browser has kept that has lost the worker
    await readList();
    if (registration) await measure();
    else if (sum(list.files)) show("off", 0);
    else return; // a preview keeps nothing
    box.hidden = false;
    for (const part of document.querySelectorAll("[data-offline-unable]")) part.hidden = true;
    if (registration) registration.active?.postMessage({ keep: language });
  };

  // One thing at a time, in the order of the clicks.
  let last = begin().catch(() => {});
  const then = (act) => {
    last = last.then(act).catch(() => drop("failed").catch(() => show("failed", 0)));
  };
  main.addEventListener("click", () => then(() => (isOn(main) ? drop("gone") : keep())));
  workers?.addEventListener("message", ({ data }) => {
    if (data.language !== language || !isOn(main)) return;
    list = data.list ?? list;
    show(data.state, data.done);
  });
  workers?.startMessages();

  // Whoever was led here by the worker, because a page is not kept, is told so, and can try again where it may help.
  const [, isMissing, path] = location.hash.match(/^#(missing)(?:\/(.*))?$/) ?? [];
  for (const part of document.querySelectorAll("[data-missing]")) {
    part.hidden = !isMissing;
    const again = part.querySelector("[data-again]");
    again.hidden = path === undefined;
    again.href = root + (path ?? "");
  }
}

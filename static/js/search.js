/* The search page: a question above, hits below, the address holding the question. What finds them and the texts to
   find them in are loaded when somebody searches, and not before. */
(() => {
  const form = document.querySelector("[data-search]");
  if (!form) return;

  const find = (name) => document.querySelector(`[data-${name}]`);
  const [hits, everything, count, status, more] = ["hits", "everything", "count", "status", "more"].map(find);
  const list = hits.querySelector("ol");
  const sample = hits.querySelector("template").content.firstElementChild;
  const field = form.elements.q;
  const filters = [...form.querySelectorAll("select")];
  const [own, ...others] = [...form.querySelectorAll("[data-index]")].map((input) => ({ input, index: null, state: "" }));
  const file = /\.html$/.test(location.pathname) ? "index.html" : "";
  const FIRST = 10;
  let shown = FIRST;
  let speaking;

  const named = (name, value, part = "text") => {
    const option = [...(form.elements[name]?.options ?? [])].find((one) => one.value === value);
    return option ? (part === "one" && option.dataset.one) || option.text : "";
  };

  /* Texts come as a script, because a page that was opened from a file may load nothing else. */
  const run = (address, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.async = false;
    script.onerror = failed;
    document.head.append(script);
  };
  const load = (language) => {
    if (language.state) return;
    const failed = () => {
      language.state = "failed";
      answer();
    };
    if (!own.state) run(form.dataset.finder, failed);
    language.state = "loading";
    run(language.input.dataset.index, failed);
  };
  document.addEventListener("search-ready", ({ detail }) => {
    const language = [own, ...others].find(({ input }) => input.value === detail.language);
    language.index = detail;
    language.state = "there";
    answer();
  });

  const fits = (entry) =>
    filters.every(({ name, value }) => {
      if (!value) return true;
      return name === "kind" ? entry.kind === value : entry[name === "country" ? "countries" : "themes"].includes(value);
    });

  const mark = (place, text, words, index) => {
    place.replaceChildren();
    let end = 0;
    for (const match of index.wordsIn(text)) {
      if (!words.has(index.written.get(match[0]))) continue;
      const marked = document.createElement("mark");
      marked.textContent = match[0];
      place.append(text.slice(end, match.index), marked);
      end = match.index + match[0].length;
    }
    place.append(text.slice(end));
  };

  /* How much of what was meant a text holds. */
  const worth = (text, words, index) => {
    const found = new Set([...index.wordsIn(text)].map(([written]) => index.written.get(written)));
    return [...words].reduce((sum, [word, likely]) => sum + (found.has(word) ? likely : 0), 0);
  };
  const best = (texts, value) => texts.reduce((one, other) => (value(other) > value(one) ? other : one));

  /* The part of an entry in which the words stand, and of that the sentences around them. */
  const passage = ({ entry, words }) => {
    const parts = [{ anchor: "", heading: "", text: entry.summary, bonus: 0.05 }, ...entry.passages];
    const part = best(parts, ({ heading, text, bonus = 0 }) => bonus + worth(`${heading} ${text}`, words, entry.index));
    const sentences = part.text.match(/[^.!?…]+(?:[.!?…]+["”’»)]*\s*|$)/g) ?? [part.text];
    const from = sentences.indexOf(best(sentences, (text) => worth(text, words, entry.index)));
    let text = "";
    for (let n = from; n < sentences.length && (n === from || text.length + sentences[n].length < 200); n++) text += sentences[n];
    return { anchor: part.anchor, text: text.trim(), heading: part.heading };
  };

  const way = ({ address }) => form.dataset.root + address.replace(/(?=#|$)/, file);
  const draw = (hit) => {
    const { entry, words } = hit;
    const foreign = entry.borrowed || (entry.index === own.index ? "" : entry.index.language);
    const item = sample.cloneNode(true);
    const part = Object.fromEntries([...item.querySelectorAll("[data-part]")].map((place) => [place.dataset.part, place]));
    const [document_, number] = entry.id.split("#");
    const { anchor, text } = passage(hit);
    item.dataset.key = entry.key;
    if (entry.countries[0]) item.dataset.pair = entry.countries[0];
    part.kind.textContent = named("kind", entry.kind, "one") + (number ? ` ${number}` : "");
    part.context.textContent = number
      ? entry.index.byKey.get(document_).title
      : entry.kind === "country" ? "" : entry.countries.map((id) => named("country", id)).join(", ");
    const language = [own, ...others].find(({ input }) => input.value === foreign);
    part.language.textContent = language?.input.dataset.name ?? "";
    const mine = own.index.byKey.get(entry.key);
    const isBorrowed = mine && mine.borrowed === foreign;
    part.title.href = way(isBorrowed ? mine : entry) + (anchor ? `#${anchor}` : "");
    if (foreign && mine && !isBorrowed) {
      part.own.href = way(mine);
      part.own.textContent = form.dataset.own.replace("%(title)s", mine.title);
    }
    part.own.hidden = !part.own.href;
    mark(part.title, entry.title, words, entry.index);
    mark(part.passage, text, words, entry.index);
    for (const place of foreign ? [part.title, part.passage] : []) place.lang = foreign;
    return item;
  };

  /* Hits in the visitor's own language, and those in others that the visitor asked for or that are all there is. */
  const gather = (typed) => {
    if (!typed) return own.index.entries.filter(fits).map((entry) => ({ entry, words: new Map() }));
    const found = own.index.find(typed);
    const isSure = own.index.isSure;
    for (const language of others) {
      if (isSure && !language.input.checked) continue;
      load(language);
      if (language.index) found.push(...language.index.find(typed).map((hit) => ({ ...hit, score: hit.score * 0.8 })));
    }
    const seen = new Set();
    found.sort((one, other) => other.score - one.score);
    return found.filter(({ entry }) => fits(entry) && !seen.has(entry.key) && seen.add(entry.key));
  };

  const answer = () => {
    const typed = field.value.trim();
    const isAsked = typed !== "" || filters.some(({ value }) => value);
    hits.hidden = !isAsked;
    everything.hidden = isAsked;
    if (!isAsked) return;
    load(own);
    const found = own.index ? gather(typed) : [];
    const isWaiting = [own, ...others].some(({ state }) => state === "loading");
    everything.hidden = found.length > 0 || isWaiting;
    const { dataset } = form;
    list.replaceChildren(...found.slice(0, shown).map(draw));
    more.hidden = found.length <= shown;
    count.textContent = found.length
      ? dataset.found.replace("%(count)s", found.length)
      : own.state === "failed" ? dataset.failed : isWaiting ? dataset.loading : dataset.none;
    clearTimeout(speaking);
    speaking = setTimeout(() => (status.textContent = count.textContent), 600);
  };

  /* The question stands in the address, so that it can be sent on, and Back leads to it again. */
  const write = (isNew) => {
    const asked = [...new FormData(form)].filter(([, value]) => value).map((pair) => pair.map(encodeURIComponent).join("="));
    const hash = asked.length ? `#${asked.join("&")}` : "#q";
    if (hash !== location.hash) history[isNew ? "pushState" : "replaceState"](null, "", hash);
  };
  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    field.value = asked.get("q") ?? "";
    for (const filter of filters) filter.value = asked.get(filter.name) ?? "";
    for (const { input } of others) input.checked = asked.getAll("in").includes(input.value);
    if (asked.has("q")) field.focus();
    shown = FIRST;
    answer();
  };

  form.addEventListener("input", ({ target }) => {
    shown = FIRST;
    write(target !== field);
    answer();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  field.addEventListener("focus", () => load(own));
  more.addEventListener("click", () => {
    const first = list.children.length;
    shown += 20;
    answer();
    list.children[first]?.querySelector("a").focus();
  });
  addEventListener("hashchange", read);
  form.hidden = false;
  read();
})();

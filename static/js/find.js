/* Finds what somebody may mean in the texts of a language. Loaded by search.js, once somebody searches, before the
   indexes: each of them is an event with texts, and is answered by an event with an index that can be asked. */
(() => {
  const WORD = /[\p{L}\p{N}\p{M}]+(?:['’ʻʼ][\p{L}\p{N}\p{M}]+)*/gu;
  const HYPHENED = /[\p{L}\p{N}\p{M}]+(?:[-\u2011][\p{L}\p{N}\p{M}]+)+/gu;
  const MARK = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670'’ʻʼ\u2011-]/g;
  const lines = (text) => text.split("\n");
  const pairs = (text, sign) => (text ? text.split(",").map((pair) => pair.split(sign)) : []);

  /* Which of 32 groups of letters a word has: two words that differ in many are not alike. */
  const signs = (word) => {
    let found = 0;
    for (let n = 0; n < word.length; n++) found |= 1 << (word.charCodeAt(n) & 31);
    return found;
  };
  const differ = (one, other) => {
    let count = 0;
    for (let rest = one ^ other; rest; rest &= rest - 1) count++;
    return count;
  };

  /* How many letters are wrong, missing, too many or exchanged with their neighbour; `most` + 1 for more than that. */
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, n) => n);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        const wrong = one[i - 1] === other[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + wrong);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[other.length];
  };

  const WEIGHTS = { title: 8, also: 5, heading: 4, summary: 3, text: 1 };
  const STANDING = { section: 0.9, term: 0.8, place: 0.8, event: 0.5 };

  /* One language: its entries, and where each of its words stands. */
  class Index {
    constructor(sent) {
      this.language = sent.language;
      this.letters = new Map(pairs(sent.letters, /(?<=^.)/));
      this.endings = new Map(pairs(sent.endings, /(?=.$)/));
      this.words = new Map();
      this.bases = new Map();
      this.written = new Map();
      const column = Object.fromEntries(
        Object.entries(sent).filter(([name]) => name > "a").map(([name, value]) => [name, typeof value === "string" ? lines(value) : value]),
      );
      let part = 0;
      this.entries = column.ids.map((id, n) => {
        const [kind, key, address] = sent.kinds[column.kind[n]];
        const passages = Array.from({ length: +column.parts[n] }, () => {
          const [heading, anchor, text] = [column.headings[part], column.anchors[part], column.texts[part++]];
          return { heading, text, anchor: anchor || this.anchor(heading) };
        });
        return {
          n, id, kind, passages, prefix: address, key: key + id, slug: column.slugs[n], index: this,
          title: column.titles[n], summary: column.summaries[n], borrowed: column.borrowed[n],
          countries: column.countries[n].split(" ").filter(Boolean), themes: column.themes[n].split(" "),
        };
      });
      this.byKey = new Map(this.entries.map((entry) => [entry.key, entry]));
      for (const entry of this.entries) {
        entry.address = this.address(entry);
        for (const { text } of entry.passages) this.add(entry, text);
        for (const { heading } of entry.passages) this.add(entry, heading, WEIGHTS.heading);
        this.add(entry, entry.summary, entry.kind === "event" ? WEIGHTS.text : WEIGHTS.summary);
        this.add(entry, column.also[entry.n], WEIGHTS.also);
        entry.names = this.add(entry, entry.title, WEIGHTS.title);
      }
      this.tails = this.learn();
      this.spellings = pairs(sent.spellings, "=").map((sides) => sides.map((side) => side.split(" ")));
    }

    address({ id, kind, prefix, slug }) {
      if (prefix.endsWith("#")) return prefix + id;
      const [document, number] = id.split("#");
      return (number ? this.byKey.get(document).address : prefix) + (slug || number || id) + "/";
    }

    fold(word) {
      const bare = word.toLowerCase().normalize("NFD").replace(MARK, "").normalize("NFC");
      return bare.replace(/[^\u0000-\u007f]/g, (letter) => this.letters.get(letter) ?? letter);
    }

    anchor(heading) {
      const signs = this.fold(heading.replace(/[-\u2011]/g, " ")).replace(/[^a-z0-9]+/g, "-");
      return signs.replace(/^-|-$/g, "");
    }

    base(word) {
      const marked = "^" + word;
      for (let start = 0; start < marked.length; start++) {
        const cut = this.endings.get(marked.slice(start));
        if (cut) return word.length - cut > 2 || !start ? word.slice(0, word.length - cut) : word;
      }
      return word;
    }

    /* Endings with which the texts themselves often make one word of another: a stemmer does not know them all. */
    learn() {
      const counts = new Map();
      for (const { text } of this.words.values()) {
        for (let length = 1; length < 4 && text.length - length > 3; length++) {
          const tail = text.slice(-length);
          if (this.has(text.slice(0, -length))) counts.set(tail, (counts.get(tail) ?? 0) + 1);
        }
      }
      return [...counts].filter(([, count]) => count > 4).map(([tail]) => tail);
    }

    /* The word that something written is a spelling of. */
    word(written) {
      let word = this.written.get(written);
      if (!word) {
        const text = this.fold(written);
        word = this.words.get(text);
        if (!word) {
          word = { text, base: this.base(text), at: new Map(), signs: signs(text) };
          this.words.set(text, word);
          if (this.bases.has(word.base)) this.bases.get(word.base).push(word);
          else this.bases.set(word.base, [word]);
        }
        this.written.set(written, word);
      }
      return word;
    }

    wordsIn(text) {
      return text.matchAll(WORD);
    }

    /* Notes where words stand. In running text each time counts less than the one before. */
    add({ n }, text, weight) {
      const found = (text.match(WORD) ?? []).map((written) => this.word(written));
      const joined = (text.match(HYPHENED) ?? []).map((written) => this.word(written));
      for (const { at } of [...found, ...joined]) {
        const old = at.get(n) ?? 0;
        at.set(n, old + (weight ?? 1 / (1 + old)));
      }
      return found;
    }

    /* Whether letters are a word of the texts, or one with a sign or two to join it to another. */
    isPart(letters) {
      for (let length = letters.length; length > 2 && length > letters.length - 3; length--) {
        if (this.has(letters.slice(0, length))) return true;
      }
      for (let length = 4; length < letters.length - 3; length++) {
        if (this.isPart(letters.slice(0, length)) && this.isPart(letters.slice(length))) return true;
      }
      return false;
    }

    has(letters) {
      return this.words.has(letters) || this.bases.has(letters);
    }

    /* The words that somebody who typed this may mean, each with how likely: the same, inflected, a part, misspelt. */
    meant(typed) {
      const found = new Map();
      const put = (word, likely) => {
        if (word && likely > (found.get(word) ?? 0)) found.set(word, likely);
      };
      const base = this.base(typed);
      put(this.words.get(typed), 1);
      for (const word of this.bases.get(base) ?? []) put(word, 0.85);
      for (const tail of this.tails) {
        const rest = typed.length - tail.length > 2 && typed.endsWith(tail) ? typed.slice(0, -tail.length) : "";
        put(this.words.get(rest), 0.6);
        for (const word of this.bases.get(rest) ?? []) put(word, 0.5);
      }
      for (const [from, to] of this.spellings) {
        if (from.length > 1 || to.length > 1) continue;
        if (from[0] === typed) put(this.words.get(to[0]), 0.95);
        else if (typed.length > 2 && from[0].startsWith(typed)) put(this.words.get(to[0]), 0.6);
      }
      if (typed.length > 2) {
        for (const word of this.words.values()) {
          const at = word.text.indexOf(base);
          if (at === 0) {
            if (word.text.startsWith(typed)) put(word, 0.5 + (0.25 * typed.length) / word.text.length);
            else if (base.length > 3) put(word, 0.45);
          } else if (at > 2 && base.length > 3 && this.isPart(word.text.slice(0, at))) put(word, 0.45);
        }
      }
      return found;
    }

    /* Words that differ from what was typed by a few letters, with all that are inflected of them. */
    near(typed, most, isBegun) {
      const found = new Map();
      const mine = signs(typed);
      const base = this.base(typed);
      const put = (word, wrong) => {
        for (const [kin, likely] of wrong <= most ? this.meant(word.text) : []) {
          found.set(kin, Math.max(found.get(kin) ?? 0, likely * (0.5 - 0.1 * wrong)));
        }
      };
      for (const word of this.words.values()) {
        if (isBegun) put(word, distance(typed, word.text.slice(0, typed.length), most));
        else if (differ(word.signs, mine) <= 2 * most + 3) {
          put(word, Math.min(distance(typed, word.text, most), distance(base, word.base, most)));
        }
      }
      for (const [from, to] of this.spellings) {
        const word = from.length === 1 && this.words.get(to[0]);
        if (word) put(word, distance(typed, from[0], most));
      }
      return found;
    }

    /* A word that stands nowhere: misspelt, or made of two that do. Each part has to be found. */
    guess(typed) {
      const sizes = typed.length < 4 ? [] : typed.length < 8 ? [1] : [1, 2];
      for (const most of sizes) {
        const near = this.near(typed, most);
        if (near.size) return [near];
        for (let end = typed.length - 3; end > 2; end--) {
          const tail = typed.slice(end);
          if (this.isPart(typed.slice(0, end)) && (this.words.has(tail) || this.bases.has(this.base(tail)))) {
            return [this.head(typed.slice(0, end)), this.meant(tail)];
          }
        }
      }
      for (let end = typed.length - 2; end > 4; end--) {
        if (this.has(typed.slice(0, end))) return [this.head(typed.slice(0, end))];
      }
      return [typed.length > 4 ? this.near(typed, 1, true) : new Map()];
    }

    head(letters) {
      for (let length = letters.length; length > 2; length--) {
        const found = this.meant(letters.slice(0, length));
        if (found.size) return found;
      }
      return new Map();
    }

    /* The ways to understand a question: each a list of words to be found, each of them a map of what may be meant. */
    readings(typed) {
      const words = (typed.match(WORD) ?? []).map((word) => this.fold(word));
      const known = words.map((word) => this.meant(word));
      this.isSure = known.every((meant, n) => meant.size || words[n].length < 3);
      const whole = words.flatMap((word, n) => (known[n].size || word.length < 3 ? [known[n]] : this.guess(word)));
      const readings = [whole];
      for (let n = 0; n + 1 < words.length; n++) {
        const joined = words[n] + words[n + 1];
        if (this.words.has(joined) || this.bases.has(this.base(joined))) {
          readings.push([...known.slice(0, n), this.meant(joined), ...known.slice(n + 2)]);
        }
      }
      for (const [from, to] of this.spellings) {
        if (from.length < 2 && to.length < 2) continue;
        const at = words.findIndex((_, n) => from.every((word, m) => words[n + m] === word));
        if (at < 0) continue;
        readings.push([...known.slice(0, at), ...to.map((word) => this.meant(word)), ...known.slice(at + from.length)]);
        this.isSure = true;
      }
      return readings;
    }

    rare(places) {
      return Math.log(1 + this.entries.length / (1 + places.size)) ** 1.5;
    }

    /* Entries for a question, best first, with what was meant. */
    find(typed) {
      const best = new Map();
      for (const reading of this.readings(typed)) {
        const scores = new Map();
        let all = 0;
        for (const meant of reading) {
          const here = new Map();
          for (const [word] of meant) for (const n of word.at.keys()) here.set(n, 0);
          const rare = this.rare(here);
          all += rare;
          for (const [word, likely] of meant) {
            const value = likely * (likely < 1 ? Math.min(rare, this.rare(word.at)) : this.rare(word.at));
            for (const [n, weight] of word.at) here.set(n, Math.max(here.get(n), value * weight));
          }
          for (const [n, value] of here) {
            const score = scores.get(n) ?? { sum: 0, covered: 0 };
            score.sum += value;
            score.covered += rare;
            scores.set(n, score);
          }
        }
        const words = new Map(reading.flatMap((meant) => [...meant]));
        for (const [n, { sum, covered }] of scores) {
          const entry = this.entries[n];
          const named = entry.names.filter((word) => words.has(word)).length / (entry.names.length || 1);
          const score = sum * (covered / all) ** 2 * (1 + named / 2) * (STANDING[entry.kind] ?? 1);
          if (score > (best.get(n)?.score ?? 0)) best.set(n, { entry, score, words });
        }
      }
      return [...best.values()].sort((one, other) => other.score - one.score || one.entry.n - other.entry.n);
    }
  }

  document.addEventListener("search-index", ({ detail }) => {
    document.dispatchEvent(new CustomEvent("search-ready", { detail: new Index(detail) }));
  });
})();

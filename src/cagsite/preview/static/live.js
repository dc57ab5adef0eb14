"use strict";

// Follows the builds of the preview: reloads this page when it has changed, and shows what is wrong meanwhile.
(() => {
  const PLACE = "cagsite-place";
  const READ = "cagsite-read";
  const ownPage = document.currentScript.dataset.page;
  const isPreviewsOwn = document.documentElement.classList.contains("cagsite-page");
  let source;
  let retry;
  let parts;

  restorePlace();
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pageshow", follow);
  window.addEventListener("pagehide", () => stop());
  follow();

  // A browser opens few connections to one server, so tabs that nobody sees give theirs back.
  function follow() {
    if (document.visibilityState === "hidden") {
      stop();
    } else if (!source) {
      source = new EventSource("/-/events?path=" + encodeURIComponent(location.pathname));
      source.onmessage = (event) => take(JSON.parse(event.data));
      source.onerror = () => {
        if (source && source.readyState === EventSource.CLOSED) {
          stop();
          retry = setTimeout(follow, 2000);
        }
      };
    }
  }

  function stop() {
    clearTimeout(retry);
    if (source) {
      source.close();
      source = undefined;
    }
  }

  function take(state) {
    if (state.page !== ownPage) {
      stop();
      sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollX, scrollY]));
      location.reload();
      return;
    }
    exchangeSheets(state.sheets);
    if (!isPreviewsOwn) show(state);
  }

  function restorePlace() {
    const [path, x, y] = JSON.parse(sessionStorage.getItem(PLACE) || "[]");
    sessionStorage.removeItem(PLACE);
    if (path === location.pathname) {
      const restore = () => scrollTo({ left: x, top: y, behavior: "instant" });
      restore();
      window.addEventListener("load", restore, { once: true });
    }
  }

  function exchangeSheets(sheets) {
    const links = [...document.querySelectorAll('head > link[rel="stylesheet"]:not([data-old])')];
    links.forEach((old, index) => {
      const href = sheets[index];
      if (href === undefined || old.getAttribute("href") === href) return;
      const fresh = old.cloneNode();
      fresh.href = href;
      old.dataset.old = "";
      fresh.addEventListener("load", () => old.remove());
      fresh.addEventListener("error", () => location.reload());
      old.after(fresh);
    });
  }

  function show(state) {
    if (!parts) {
      if (!state.findings.length) return;
      parts = build();
    }
    const { host, button, dialog, title, note, list, rest, close } = parts;
    host.lang = state.language;
    host.hidden = !state.findings.length;
    host.dataset.failed = state.failed;
    button.textContent = state.button;
    title.textContent = state.title;
    note.textContent = state.note;
    rest.textContent = state.rest;
    close.textContent = state.close;
    list.replaceChildren(...state.findings.map(item));
    parts.key = state.key;
    if (state.failed && !parts.isOpen && sessionStorage.getItem(READ) !== state.key) {
      open();
      parts.isForced = true;
    } else if (parts.isOpen && (host.hidden || (parts.isForced && !state.failed))) {
      shut();
    }
  }

  // Opened before its sheet is there, the dialog would flash unstyled.
  function open() {
    parts.isOpen = true;
    parts.isForced = false;
    parts.styled.then(() => {
      if (parts.isOpen && !parts.dialog.open) parts.dialog.showModal();
    });
  }

  function shut() {
    parts.isOpen = false;
    parts.dialog.close();
  }

  function build() {
    const host = document.createElement("cagsite-preview");
    const root = host.attachShadow({ mode: "open" });
    const sheet = make("link");
    const styled = new Promise((done) => {
      sheet.addEventListener("load", done);
      sheet.addEventListener("error", done);
    });
    sheet.rel = "stylesheet";
    sheet.href = "/-/overlay.css";
    const button = make("button", "corner");
    const dialog = make("dialog", "box");
    const title = make("h2");
    const note = make("p");
    const list = make("ol", "findings");
    const rest = make("p");
    const close = make("button", "close");
    title.id = "title";
    title.tabIndex = -1;
    title.autofocus = true; // not the button below the list, which may be long
    button.type = close.type = "button";
    dialog.setAttribute("aria-labelledby", "title");
    dialog.dir = "auto";
    button.addEventListener("click", open);
    close.addEventListener("click", dismiss);
    dialog.addEventListener("cancel", dismiss);
    dialog.append(title, note, list, rest, close);
    root.append(sheet, button, dialog);
    document.body.append(host);
    return { host, styled, button, dialog, title, note, list, rest, close };
  }

  // Read once is enough, on whatever page; other errors open it again.
  function dismiss() {
    sessionStorage.setItem(READ, parts.key);
    shut();
  }

  function item(finding) {
    const entry = make("li");
    entry.dataset.severity = finding.severity;
    if (finding.place) {
      const place = make("p", "place");
      place.append(make("code", "", finding.place));
      entry.append(place);
    }
    const message = make("p", "message");
    message.dir = "auto";
    message.append(make("strong", "", finding.label + ":"), " " + finding.message);
    entry.append(message);
    if (finding.hint) {
      const hint = make("p", "hint", finding.hint);
      hint.dir = "auto";
      entry.append(hint);
    }
    return entry;
  }

  function make(name, style = "", text = "") {
    const element = document.createElement(name);
    if (style) element.className = style;
    element.textContent = text;
    return element;
  }
})();

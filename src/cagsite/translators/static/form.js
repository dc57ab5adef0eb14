/* The page that a translator fills in: counts, hides what is done, and saves itself as a file. Works from a disk. */
"use strict";
(() => {
  const root = document.documentElement;
  const fields = [...document.querySelectorAll("textarea[data-unit]")];
  const count = document.querySelector("[data-count]");
  const onlyOpen = document.querySelector("[data-only-open]");
  let isSaved = true;

  const unit = (field) => field.closest(".unit");
  const holds = (field) => unit(field).querySelector("[data-holds]");
  const isDone = (field) => {
    const confirmed = holds(field);
    if (!field.value.trim()) return false;
    return !confirmed || confirmed.checked || field.value !== field.dataset.was;
  };

  const fit = (field) => {
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + 4}px`;
    field.parentElement.querySelector(".paper").textContent = field.value;
  };

  const show = () => {
    let done = 0;
    for (const field of fields) {
      const ready = isDone(field);
      unit(field).toggleAttribute("data-done", ready);
      done += ready ? 1 : 0;
    }
    count.textContent = root.dataset.progress.replace("{done}", done).replace("{count}", fields.length);
  };

  /* What was already done when somebody began to look stays hidden; what they fill in does not vanish under them. */
  const choose = () => {
    for (const field of fields) {
      unit(field).hidden = onlyOpen.checked && unit(field).hasAttribute("data-done") && field !== document.activeElement;
    }
    for (const section of document.querySelectorAll("main section")) {
      section.hidden = ![...section.querySelectorAll(".unit")].some((part) => !part.hidden);
    }
    for (const field of fields) if (!unit(field).hidden) fit(field);
  };

  const save = () => {
    for (const field of fields) {
      field.textContent = field.value;
      const confirmed = holds(field);
      if (confirmed) confirmed.toggleAttribute("checked", confirmed.checked);
    }
    const copy = root.cloneNode(true);
    for (const part of copy.querySelectorAll("[hidden]")) part.hidden = false;
    for (const part of copy.querySelectorAll("[style]")) part.removeAttribute("style");
    for (const part of copy.querySelectorAll("[data-done]")) part.removeAttribute("data-done");
    copy.removeAttribute("data-ready");
    copy.querySelector("[data-count]").textContent = "";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`<!doctype html>\n${copy.outerHTML}\n`], { type: "text/html" }));
    link.download = root.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    isSaved = true;
    count.textContent = root.dataset.saved.replace("{file}", root.dataset.file);
  };

  for (const field of fields) {
    field.dataset.was = field.dataset.was ?? field.value;
    field.addEventListener("input", () => {
      isSaved = false;
      fit(field);
      show();
    });
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-holds]")) {
      isSaved = false;
      show();
    }
  });
  onlyOpen.addEventListener("change", choose);
  document.querySelector("[data-save]").addEventListener("click", save);
  document.querySelector("[data-print]").addEventListener("click", () => window.print());
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      save();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSaved) event.preventDefault();
  });
  root.dataset.ready = "";
  show();
  choose();
})();

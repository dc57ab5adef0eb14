// A word of the glossary is explained where it stands, with what the list beside the text says of it.
for (const list of document.querySelectorAll("[data-terms]")) {
  if (!("popover" in HTMLElement.prototype)) break;
  const entries = new Map([...list.querySelectorAll("dt a")].map((link) => [link.href, link.closest("dt")]));
  const links = [...document.querySelectorAll("a.term")].filter((link) => entries.has(link.href));
  const made = (name, options) => Object.assign(document.createElement(name), options);

  const note = made("div", { className: "term-note", popover: "auto", tabIndex: -1 });
  const term = made("p", { id: "term-note" });
  const meaning = made("p", {});
  const more = made("a", { textContent: list.dataset.more });
  const close = made("button", { type: "button", textContent: list.dataset.close, onclick: () => note.hidePopover() });
  const ways = made("p", {});
  note.setAttribute("role", "dialog");
  note.setAttribute("aria-labelledby", term.id);
  ways.append(more, close);
  note.append(term, meaning, ways);

  let opener;
  let isPressedAgain = false;
  const place = () => {
    const { left, top, bottom, width } = [...opener.getClientRects()].at(-1);
    const room = document.documentElement.clientWidth - note.offsetWidth - 16;
    const isTight = bottom + note.offsetHeight + 16 > innerHeight && top > note.offsetHeight + 16;
    note.style.setProperty("--_x", `${scrollX + Math.max(16, Math.min(left + width / 2 - note.offsetWidth / 2, room))}px`);
    note.style.setProperty("--_y", `${scrollY + (isTight ? top - note.offsetHeight - 8 : bottom + 8)}px`);
  };

  const explain = (link) => {
    const entry = entries.get(link.href);
    if (note.isConnected) note.hidePopover();
    opener = link;
    link.after(note);
    term.replaceChildren(...[...entry.querySelector("a").childNodes].map((node) => node.cloneNode(true)));
    meaning.replaceChildren(...[...entry.nextElementSibling.childNodes].map((node) => node.cloneNode(true)));
    more.href = link.href;
    note.showPopover();
    place();
    note.focus({ preventScroll: true });
  };

  note.addEventListener("beforetoggle", ({ newState }) => {
    opener.ariaExpanded = String(newState === "open");
  });
  note.addEventListener("toggle", ({ newState }) => {
    if (newState === "open") return;
    if (note.contains(document.activeElement) || document.activeElement === document.body) {
      opener.focus({ preventScroll: true });
    }
  });
  addEventListener("resize", () => note.matches(":popover-open") && place());
  for (const link of links) {
    link.ariaHasPopup = "dialog";
    link.ariaExpanded = "false";
    link.addEventListener("pointerdown", () => {
      isPressedAgain = opener === link && note.matches(":popover-open");
    });
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (!isPressedAgain) explain(link); // else the press has closed it already
      isPressedAgain = false;
    });
  }
}

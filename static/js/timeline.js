// Filters of the timeline. What is chosen stands in the address, so that it can be sent to somebody.
for (const bar of document.querySelectorAll("[data-filters]")) {
  const groups = [...bar.querySelectorAll("[data-filter]")];
  const lists = [...document.querySelectorAll("[data-events]")];
  const events = lists.flatMap((list) => [...list.children]);
  const knots = document.querySelectorAll("[data-cord] use");
  const buttonsOf = (group) => [...group.querySelectorAll("[aria-pressed]")];
  const chosenIn = (group) => buttonsOf(group).filter((button) => button.value && button.ariaPressed === "true");

  const choose = (group, isChosen) => {
    const buttons = buttonsOf(group);
    const any = buttons.some((button) => button.value && isChosen(button));
    for (const button of buttons) button.ariaPressed = String(button.value ? isChosen(button) : !any);
  };

  // Inside a group one of the chosen is enough; each group must agree.
  const isWanted = ({ dataset }) => {
    const has = { country: dataset.countries ?? dataset.pair, theme: dataset.themes ?? "" };
    return groups.every((group) => {
      const wanted = chosenIn(group);
      return !wanted.length || wanted.some((button) => has[group.dataset.filter].split(" ").includes(button.value));
    });
  };

  const show = () => {
    const wanted = events.map(isWanted);
    events.forEach((event, index) => {
      event.hidden = !wanted[index];
      knots[index].toggleAttribute("data-off", !wanted[index]);
    });
    const isEmpty = (part) => !part.querySelector("[data-events] > :not([hidden])");
    for (const list of lists) list.parentElement.hidden = isEmpty(list.parentElement);
    for (const entry of document.querySelectorAll("[data-cord] a")) {
      const era = document.querySelector(entry.hash).closest("section");
      era.hidden = isEmpty(era);
      entry.querySelector("[data-count]").textContent = era.querySelectorAll("[data-events] > :not([hidden])").length;
      entry.toggleAttribute("data-off", era.hidden);
    }
    const shown = wanted.filter(Boolean).length;
    const names = groups.flatMap(chosenIn).map((button) => button.firstChild.textContent.trim());
    const counted = bar.dataset.shown.replace("{shown}", shown).replace("{all}", events.length);
    const status = bar.querySelector("[data-status]");
    status.textContent = names.length ? `${counted}: ${names.join(", ")}` : shown < events.length ? counted : "";
  };

  const remember = () => {
    const hash = groups.flatMap(chosenIn).map((button) => button.id).join("+");
    history.replaceState(null, "", hash ? `#${hash}` : location.href.split("#")[0]);
    for (const link of document.querySelectorAll("a[hreflang]")) link.hash = hash;
  };

  // The address names choices, or a place on the page; whoever is led to an event that is not shown gets all of them.
  const obey = () => {
    const ids = location.hash.slice(1).split("+");
    const place = document.getElementById(ids[0]);
    const isChoice = bar.contains(place);
    if (place && !isChoice && !place.closest("[hidden]")) return;
    for (const group of groups) choose(group, (button) => ids.includes(button.id));
    show();
    if (!isChoice) place?.scrollIntoView();
  };

  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[aria-pressed]");
    if (!button) return;
    const group = button.closest("[data-filter]");
    const chosen = new Set(button.value ? chosenIn(group) : []);
    if (!chosen.delete(button)) chosen.add(button);
    choose(group, (other) => chosen.has(other));
    show();
    remember();
  });
  addEventListener("hashchange", obey);
  if (location.hash) obey();
}

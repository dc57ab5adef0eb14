// Leaves a page at once, by its button or by Escape pressed three times; then Back does not lead to it again.
for (const button of document.querySelectorAll("[data-leave]")) {
  const address = button.href;
  let presses = [];

  const leave = () => {
    document.title = button.hostname;
    document.body.replaceChildren(); // the other page may be slow
    location.replace(address);
  };

  button.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", ({ key, repeat, timeStamp }) => {
    if (repeat) return;
    presses = key === "Escape" ? [...presses, timeStamp].filter((then) => timeStamp - then < 2000) : [];
    if (presses.length === 3) leave();
  });

  for (const words of document.querySelectorAll("[data-leave-keys]")) words.hidden = false;
}

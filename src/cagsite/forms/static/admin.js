// Starts the CMS with the forms in the language that its reader has chosen there, or else in that of the browser.
import { init } from "./cms/index.js";

function wanted() {
  let chosen;
  try {
    chosen = JSON.parse(localStorage.getItem("sveltia-cms.prefs") ?? "{}").locale;
  } catch {
    // a browser that keeps nothing has no choice to tell
  }
  return chosen && chosen !== "auto" ? [chosen] : navigator.languages;
}

const forms = [...document.querySelectorAll("link[data-forms]")];
const english = forms.find((link) => !link.dataset.forms); // the words as they stand in the code
const found = wanted()
  .map((tag) => tag.toLowerCase().split("-")[0])
  .map((tag) => (tag === "en" ? english : forms.find((link) => link.dataset.forms === tag)))
  .find((link) => link);
const answer = await fetch((found ?? english).href);
init({ config: await answer.json() });

// What is wrong with a project, said in the form.

import {el} from "../core/dom.js";

/**
 * The input of a field, or of the nearest that holds it.
 * @param {Element} form
 * @param {string} path
 * @param {string} language whose texts are seen
 */
export function inputAt(form, path, language) {
  const [key] = path.split(/[.[]/);
  return /** @type {HTMLElement | undefined} */ (
    [path, path.replace(/\[\d+\]$/, ""), `${path}_${language}`, key, `${key}_${language}`]
      .map((each) => form.querySelector(`[data-path="${CSS.escape(each)}"]`)).find(Boolean)
  );
}

/**
 * What is wrong stands under the field, or under the nearest that holds it.
 * @param {Element} form
 * @param {[path: string, text: string, look?: string][]} problems
 * @param {string} language whose texts are seen
 */
export function markProblems(form, problems, language) {
  for (const old of form.querySelectorAll(".problem")) old.remove();
  for (const [path, text, look = ""] of problems) {
    const at = inputAt(form, path, language);
    (at?.closest(".field") || at?.parentNode || form).append(el("p", {class: "problem " + look}, text));
  }
}

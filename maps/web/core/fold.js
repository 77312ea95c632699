// Letters folded across scripts and spellings, so that "Qostanay", "Костанай" and "Қостанай" are one word to the search.

import rules from "../../../data/text_folding.json" with {type: "json"};

// Sounds that are spelt differently from language to language become one letter; signs without a sound become none.
const letters = new Map(
  Object.entries(rules.letters).flatMap(([to, from]) => Array.from(from, (letter) => [letter, to])),
);
// Two letters that stand for one sound.
const pairs = new Map(Object.entries(rules.pairs));
const isSign = /[\p{L}\p{N}]/u;
/**
 * @param {string} text
 * @param {number} at
 */
const ends = (text, at) => !isSign.test(text[at] ?? "");

/**
 * The folded text and, for each of its letters, where in the original it began. Anything else becomes a space.
 * @param {string} text
 */
export function fold(text) {
  const lower = text.toLowerCase();
  let folded = "";
  const from = [];
  for (let i = 0; i < lower.length; i++) {
    const pair = pairs.get(lower.slice(i, i + 2));
    const letter = lower[i];
    const to = pair ?? letters.get(letter) ?? (isSign.test(letter) ? letter : " ");
    for (const sign of to) {
      // A doubled letter counts once: Jizzakh, Джизак. Where it is the whole word, such as II, both are kept.
      if (
        sign === folded[folded.length - 1] &&
        !((folded[folded.length - 2] ?? " ") === " " && ends(lower, i + (pair ? 2 : 1)))
      ) continue;
      folded += sign;
      from.push(i);
    }
    if (pair) i++;
  }
  return {folded, from};
}

// Letters folded across scripts and spellings, so that "Qostanay", "Костанай" and "Қостанай" are one word to the search.
"use strict";

coopmap.fold = (function () {
  // Sounds that are spelt differently from language to language become one letter; signs without a sound become none.
  const groups = {
    a: "aаәáàâäãåā", b: "bб", v: "vвw", g: "gгғğ", d: "dд", e: "eеэéèêëēє", j: "jжџ", z: "zзž", i: "iyиіїйыíìîïīıýÿ", k: "kqcкқ",
    l: "lл", m: "mм", n: "nнңñńň", o: "oоөўóòôöõō", p: "pп", r: "rр", s: "sсшщчцšşçčś", t: "tтţ", u: "uуұүúùûüū", f: "fф", h: "hxхһ",
    ia: "я", iu: "ю", io: "ё", "": "ьъʻʼ'’‘`´",
  };
  const letters = new Map(Object.entries(groups).flatMap(([to, from]) => [...from].map((letter) => [letter, to])));
  // Two Latin letters that stand for one sound.
  const pairs = new Map([["sh", "s"], ["ch", "s"], ["ts", "s"], ["zh", "j"], ["dj", "j"], ["kh", "h"], ["gh", "g"], ["дж", "j"]]);
  const isSign = /[\p{L}\p{N}]/u;
  const ends = (text, at) => !isSign.test(text[at] ?? "");

  // The folded text and, for each of its letters, where in the original it began. Anything else becomes a space.
  function fold(text) {
    const lower = text.toLowerCase();
    let folded = "";
    const from = [];
    for (let i = 0; i < lower.length; i++) {
      const pair = pairs.get(lower.slice(i, i + 2));
      const letter = lower[i];
      const to = pair ?? letters.get(letter) ?? (isSign.test(letter) ? letter : " ");
      for (const sign of to) {
        // A doubled letter counts once: Jizzakh, Джизак. Where it is the whole word, such as II, both are kept.
        if (sign === folded[folded.length - 1] && !((folded[folded.length - 2] ?? " ") === " " && ends(lower, i + (pair ? 2 : 1)))) continue;
        folded += sign;
        from.push(i);
      }
      if (pair) i++;
    }
    return {folded, from};
  }

  return fold;
})();

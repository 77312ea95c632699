"""Where a sentence ends: not after an initial ("М. Тынышпаев") or an abbreviation ("г. Ташкент", "St. Petersburg")."""

from __future__ import annotations

import re

_ABBREVIATIONS = {
    "en": "mr mrs ms dr prof gen gov sen rep rev st mt ft no nos fig vol art sec ch p pp vs approx ca est e.g i.e "
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "ru": "им ул пр просп пл пер бул наб пос пгт р-н обл ст стр рис гл разд акад проф ген полк инж доц д-р ред изд св "
    "г гг гор с п д о р оз ок т т.е т.к т.н напр ср см",
    "kk": "ат көш даң",
    "uz": "ko‘ch ko'ch akad prof",
}
"""What stands before a name or a number, in small letters and without its full stop: a sentence goes on after it."""

_BEFORE_NAMES = frozenset(word for words in _ABBREVIATIONS.values() for word in words.split())

_UNITS = frozenset(("г", "гг", "с", "т", "о", "п", "р", "д"))
"""Those of them that are a unit after a number ("в 2020 г.", "5 т."), and the end of a list after another ("и т. д.").
"""

_INITIAL = re.compile(r"(?:[^\W\d_]['‘’ʻʼ`]?\.[ \u00a0]?)*(?:[^\W\d_]['‘’ʻʼ`]?|Sh|Ch|Ng|Ya|Yu|Yo|Ye|Дж)")
_WORD = re.compile(r"[^\s(«“\"„]*\Z")
_END = re.compile(r"[.!?…]+[)»”’\"\]]*(?=\s|\Z)")
_COMPANY = re.compile(r"(?:Ltd|Limited|Inc|LLC|LLP|Corp|KG)\b")


def first_sentence(text: str) -> str:
    """The first sentence of a text in one of our languages, with its full stop; all of the text when it has one alone.

    Where it cannot be told whether a full stop ends the sentence, it goes on.
    """
    for end in _END.finditer(text):
        if _ends(text[: end.start()], end[0], text[end.end() :].lstrip()):
            return text[: end.end()]
    return text


def _ends(before: str, mark: str, after: str) -> bool:
    """Whether a mark between two pieces of a text ends a sentence."""
    if not after:
        return True
    if after[0].islower():
        return False
    return not mark.startswith(".") or len(mark.rstrip(')»”’"]')) > 1 or not _is_short(before, after)


def _is_short(before: str, after: str) -> bool:
    """Whether the last word of a text is an initial or an abbreviation, after which comes more."""
    word = _WORD.search(before)
    last = word[0] if word else ""
    previous = before[: len(before) - len(last)].rstrip()
    if last[:1].isupper() and _INITIAL.fullmatch(last):
        return True
    if last in ("Co", "Corp"):
        return _COMPANY.match(after) is not None
    is_unit = last in _UNITS and (previous[-1:].isdigit() or previous.endswith(" т."))
    return last.casefold() in _BEFORE_NAMES and not is_unit

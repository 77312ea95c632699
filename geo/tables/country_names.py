"""Countries by any usual name: ISO codes of two and three letters, names in many languages, official and short forms."""

from __future__ import annotations

import gettext
from functools import cache, lru_cache

import pycountry
from babel import Locale

from geo.model import iso
from geo.tables.vocabulary import LONGEST, folded

LANGUAGES = ("en", "ru", "uz", "uz_Cyrl", "kk", "es", "fr", "pt", "tr", "de", "zh", "ar", "ky", "tg", "tk", "uk", "it")
"""Languages (CLDR) in which names are known."""

OFFICIAL = ("ru", "kk", "uz", "es", "fr", "pt", "tr", "de", "zh_CN", "ar", "ky", "uk", "it")
"""Languages (of pycountry's translations of ISO 3166) in which official names are known."""

USUAL = {
    "AE": ("uae", "emirates", "оаэ", "эмираты", "baa"),
    "BA": ("bosnia",),
    "BO": ("bolivia",),
    "BY": ("belarus", "byelorussia", "белоруссия", "белорусь", "belarusiya"),
    "CD": ("drc", "dr congo", "democratic republic of congo", "congo kinshasa", "congo dem rep", "congo democratic republic of the", "дрк", "конго дрк"),
    "CG": ("congo", "congo brazzaville", "republic of congo", "congo rep"),
    "CI": ("ivory coast", "cote d ivoire", "кот д ивуар", "берег слоновой кости"),
    "CN": ("china", "prc", "pr china", "mainland china", "кнр", "xxr", "қхр", "китайская народная республика"),
    "CV": ("cape verde",),
    "CZ": ("czech republic", "чешская республика"),
    "EG": ("egypt arab rep",),
    "GB": ("uk", "great britain", "britain", "england", "scotland", "wales", "u k", "великобритания", "англия", "соединенное королевство"),
    "GM": ("the gambia", "gambia the"),
    "HK": ("hong kong", "hong kong sar", "гонконг"),
    "IR": ("iran", "islamic republic of iran", "iran islamic rep", "иран", "исламская республика иран"),
    "KG": ("kyrgyzstan", "kyrgyz republic", "kirghizia", "kirgizstan", "kirgizia", "киргизия", "кыргызстан", "кыргызская республика", "киргизская республика", "qirgʻiziston", "қырғызстан", "қирғизистон"),
    "KP": ("north korea", "dprk", "кндр", "северная корея"),
    "KR": ("south korea", "republic of korea", "korea", "korea rep", "корея", "южная корея", "республика корея", "koreya", "janubiy koreya", "оңтүстік корея"),
    "KZ": ("kazakhstan", "kazakstan", "qazaqstan", "казахстан", "рк", "республика казахстан", "қозоғистон", "qozogʻiston respublikasi"),
    "LA": ("laos", "lao pdr", "лаос"),
    "MD": ("moldova", "молдавия", "молдова"),
    "MK": ("macedonia", "north macedonia", "fyrom", "македония"),
    "MM": ("burma", "myanmar", "бирма"),
    "NL": ("holland", "the netherlands", "голландия"),
    "PS": ("palestine", "west bank and gaza", "палестина"),
    "RU": ("russia", "russian federation", "рф", "россия", "российская федерация", "rf", "rossiya", "rossiya federatsiyasi", "ресей федерациясы"),
    "SA": ("saudi arabia", "ksa", "kingdom of saudi arabia"),
    "SK": ("slovak republic",),
    "SY": ("syria", "сирия"),
    "SZ": ("swaziland",),
    "TJ": ("tajikistan", "tadzhikistan", "таджикистан", "республика таджикистан"),
    "TL": ("east timor",),
    "TM": ("turkmenistan", "turkmenia", "туркмения", "туркменистан"),
    "TR": ("turkey", "turkiye", "турция", "turkiya", "түркия"),
    "TW": ("taiwan", "тайвань"),
    "TZ": ("tanzania",),
    "US": ("usa", "us", "u s", "u s a", "united states", "united states of america", "america", "сша", "соединенные штаты америки", "aqsh", "ақш", "америка"),
    "UZ": ("uzbekistan", "ozbekiston", "oʻzbekiston", "узбекистан", "руз", "республика узбекистан", "ўзбекистон", "узбекистон", "oʻzbekiston respublikasi", "ўзбекистон республикаси", "өзбекстан"),
    "VA": ("vatican", "holy see"),
    "VE": ("venezuela rb", "venezuela"),
    "VN": ("vietnam", "viet nam", "вьетнам"),
    "YE": ("yemen rep",),
}  # fmt: skip
"""Short and older names that neither CLDR nor ISO has, as World Bank, trackers and the press write them."""


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for country in pycountry.countries:
        if country.alpha_2 in iso.COUNTRIES:
            said = [country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")]
            for name in (country.alpha_3, *said, *_translated(said)):
                names.setdefault(folded(name), country.alpha_2)
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in iso.COUNTRIES:
                names.setdefault(folded(name), code)
    names.update({folded(name): code for code, said_so in USUAL.items() for name in said_so})
    names.pop("", None)
    return names


def _translated(names: list[str]) -> list[str]:
    return [books.gettext(name) for books in _books() for name in names if name]


@cache
def _books() -> tuple[gettext.NullTranslations, ...]:
    return tuple(
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for language in OFFICIAL
    )


@lru_cache(maxsize=4096)
def country_code(name: str) -> str | None:
    """The ISO 3166-1 code of two letters that a code or a name means, or None."""
    typed = name.strip()
    if len(typed) > LONGEST:
        return None
    if len(typed) == 2 and typed.isascii() and typed.upper() in iso.COUNTRIES:
        return typed.upper()
    word = folded(typed)
    return _names().get(word) or _names().get(word.removeprefix("the ").removeprefix("республика ")) or _turned(typed)


def _turned(name: str) -> str | None:
    """ "Korea, Republic of" and "Congo (Democratic Republic of the)" with their parts the other way round."""
    head, comma, tail = name.partition("," if "," in name else "(")
    if not comma:
        return None
    return _names().get(folded(f"{tail.rstrip(')')} {head}"))

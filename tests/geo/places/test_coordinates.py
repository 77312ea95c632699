"""Positions are read as people write and paste them; an order that is open stays open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import CoopmapError
from geo.places import coordinates

PLANT = (63.59, 53.2485)
OPEN = [PLANT, PLANT[::-1]]


def read(text: str) -> list[tuple[float, float]]:
    return [(spot.lon, spot.lat) for spot in coordinates.read(text)]


SURE = [
    "53.2485° N, 63.59° E",
    "N53.2485 E63.59",
    "N 53.2485, E 63.59",
    "53.2485N 63.59E",
    "63.59 E 53.2485 N",
    "53,2485 с. ш., 63,59 в. д.",
    "53,2485° с.ш. 63,59° в.д.",
    "С 53,2485 В 63,59",
    "Е 63.59 С 53.2485",
    "53.2485 с.е. 63.59 ш.б.",
    "53.2485 sh.k. 63.59 sh.u.",
    "lat 53.2485, lon 63.59",
    "lon: 63.59 lat: 53.2485",
    "широта 53.2485 долгота 63.59",
    "53°14'54.6\"N 63°35'24\"E",
    "53°14′54,6″ с.ш. 63°35′24″ в.д.",
    "53° 14' 54.6'' N , 63° 35' 24'' E",
    "53 14 54.6 N, 63 35 24 E",
    "53°14.91'N 63°35.4'E",
    "[63.59, 53.2485]",
    "POINT (63.59 53.2485)",
]
EITHER_WAY = [
    "53.2485, 63.59",
    "53.2485,63.59",
    "53.2485 63.59",
    "53.2485;63.59",
    "53.2485/63.59",
    "(53.2485, 63.59)",
    "53.2485,\u00a063.59",
    "53,2485; 63,59",
    "53,2485 63,59",
    "53,2485, 63,59",
    "53,2485,63,59",
    "53.2485° 63.59°",
    "53°14′54.6″ 63°35′24″",
    "53:14:54.6 63:35:24",
]


@pytest.mark.parametrize("text", SURE)
def test_letters_and_brackets_say_which_number_is_which(text: str):
    assert read(text) == [PLANT]


@pytest.mark.parametrize("text", EITHER_WAY)
def test_two_bare_numbers_are_read_either_way_latitude_first(text: str):
    assert read(text) == OPEN


def test_what_can_be_no_latitude_settles_the_order():
    assert read("100.5, 53.2") == [(100.5, 53.2)]
    assert read("-33.86, 151.2") == [(151.2, -33.86)]
    assert read("33.86 S 151.2 E") == [(151.2, -33.86)]
    assert read("33,86 ю. ш. 70,6 з. д.") == [(-70.6, -33.86)]
    assert read("45, 45") == [(45, 45)]


NAMES = ["Kostanay", "г. Костанай", "Essen", "1519928", "GEONAMES 1519928", "Aksu, KZ-55", "5 км к северу", "53.2485"]
NAMES += ["Улица 5, дом 7", "2025-12-29", "5-6", "12 34 56", "E 5", "N, E", "", "…", "1, 2, 3", "1" * 5000]


@pytest.mark.parametrize("text", NAMES, ids=lambda text: text[:20])
def test_a_name_is_no_position(text: str):
    assert read(text) == []


WRONG = [
    ("200, 95", "is off the globe"),
    ("53°74' N 63° E", "minutes and seconds are below 60"),
    ("53°14'61\" N 63° E", "minutes and seconds are below 60"),
    ("95 N 63 E", "a latitude is -90 to 90 degrees"),
    ("-5 N 6 E", "is off the globe"),
    ("53 N 63 N", "“53 N 63 N” has two latitudes."),
    ("53 E 63 E", "“53 E 63 E” has two longitudes."),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_position_that_cannot_be_is_refused_in_words(text: str, said: str):
    with pytest.raises(CoopmapError) as caught:
        read(text)
    assert said in str(caught.value)


PINS = {
    "https://www.openstreetmap.org/?mlat=53.2485&mlon=63.59#map=15/53.1/63.1": "OpenStreetMap",
    "https://www.google.com/maps/place/Kostanay/@53.1,63.1,12z/data=!4m5!3m4!8m2!3d53.2485!4d63.59": "Google Maps",
    "https://maps.google.com/?q=53.2485,63.59": "Google Maps",
    "https://www.google.kz/maps/search/?api=1&query=53.2485%2C63.59": "Google Maps",
    "https://www.google.com/maps/search/53.2485,+63.59?sa=X": "Google Maps",
    "https://yandex.kz/maps/?ll=63.1,53.1&pt=63.59,53.2485,pm2rdm~1,2": "Yandex Maps",
    "https://yandex.com/maps/?ll=63.1%2C53.1&whatshere%5Bpoint%5D=63.59%2C53.2485": "Yandex Maps",
    "https://yandex.ru/maps/?mode=search&text=53.2485%2C63.59": "Yandex Maps",
    "https://2gis.kz/kostanay/geo/70030076/63.59,53.2485?m=63.1,53.1/16": "2GIS",
    "https://maps.apple.com/?ll=53.2485,63.59&q=Plant": "Apple Maps",
    "geo:53.2485,63.59?z=15": "a geo: link",
    "geo:0,0?q=53.2485,63.59(Plant)": "a geo: link",
}
VIEWS = {
    "https://www.openstreetmap.org/#map=15/53.2485/63.59": "OpenStreetMap",
    "openstreetmap.org/#map=15/53.2485/63.59&layers=N": "OpenStreetMap",
    "https://www.google.com/maps/@53.2485,63.59,15z": "Google Maps",
    "https://yandex.ru/maps/10295/kostanay/?ll=63.590000%2C53.248500&z=12": "Yandex Maps",
    "https://2gis.kz/kostanay?m=63.59%2C53.2485%2F16": "2GIS",
}


@pytest.mark.parametrize(("link", "site"), PINS.items(), ids=lambda text: text[:40])
def test_a_pin_in_a_map_link_is_read_in_the_sites_own_order(link: str, site: str):
    (spot,) = coordinates.read(link)
    assert (spot.lon, spot.lat, spot.view) == (*PLANT, False)
    assert spot.source.startswith(site)


@pytest.mark.parametrize(("link", "site"), VIEWS.items(), ids=lambda text: text[:40])
def test_the_middle_of_a_view_is_told_from_a_pin(link: str, site: str):
    (spot,) = coordinates.read(link)
    assert (spot.lon, spot.lat, spot.view) == (*PLANT, True)
    assert spot.source == f"{site}, the middle of the view of a pasted link"


def test_openstreetmaps_short_links_are_read_without_a_network():
    # The example of OpenStreetMap's own documentation of short links.
    (spot,) = coordinates.read("https://osm.org/go/0EEQjE--")
    assert spot.lon == pytest.approx(0.0550, abs=1e-4)
    assert spot.lat == pytest.approx(51.5110, abs=1e-3)
    assert spot.view
    assert not coordinates.read("https://osm.org/go/0EEQjE--?m=")[0].view


@pytest.mark.parametrize(
    "link",
    ["https://maps.app.goo.gl/AbCd", "https://yandex.ru/maps/-/CCUabc", "https://www.openstreetmap.org/node/123"],
)
def test_a_link_without_coordinates_says_what_to_do(link: str):
    with pytest.raises(CoopmapError, match=r"holds no coordinates\. If it is a short link, open it and paste the long"):
        read(link)


def test_a_link_of_another_site_is_refused_in_words():
    with pytest.raises(CoopmapError, match=r"is no map link that coopmap reads\. Paste one of OpenStreetMap, Google"):
        read("https://example.org/maps?q=53.2485,63.59")
    with pytest.raises(CoopmapError, match="is no address"):
        read("https://[bad")
    with pytest.raises(CoopmapError, match="holds no coordinates"):
        read("geo:here")


latitudes = st.floats(-89.9, 89.9).map(lambda value: round(value, 5))
longitudes = st.floats(-179.9, 179.9).map(lambda value: round(value, 5))


@given(latitudes, longitudes)
def test_every_way_of_writing_a_position_gives_it_back(lat: float, lon: float):
    def dms(value: float, signs: str) -> str:
        seconds = round(abs(value) * 3600, 3)
        degrees, rest = divmod(seconds, 3600)
        minutes, left = divmod(rest, 60)
        return f"{degrees:.0f}°{minutes:.0f}'{left:.3f}\"{signs[value < 0]}"

    for text in (f"{dms(lat, 'NS')} {dms(lon, 'EW')}", f"{dms(lon, 'ВЗ')}, {dms(lat, 'СЮ')}"):
        (found,) = read(text)
        assert found == pytest.approx((lon, lat), abs=1e-5)
    assert (lon, lat) in read(f"{lat:.5f}, {lon:.5f}")
    comma = f"{lat:.5f}; {lon:.5f}".replace(".", ",")
    assert (lon, lat) in read(comma)
    assert read(f"https://yandex.ru/maps/?ll=0,0&pt={lon:.5f},{lat:.5f}") == [(lon, lat)]
    assert read(f"https://www.openstreetmap.org/#map=9/{lat:.5f}/{lon:.5f}") == [(lon, lat)]


@given(st.text("0123456789.,;:°'\"-+ NSEWСЮВЗнш/", max_size=40))
def test_whatever_is_typed_is_a_position_a_name_or_a_plain_refusal(text: str):
    try:
        spots = coordinates.read(text)
    except CoopmapError:
        return
    assert all(abs(spot.lat) <= 90 and abs(spot.lon) <= 180 for spot in spots)

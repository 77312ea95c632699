"""The address of a table: what it may say, and that its password is in no text."""

from __future__ import annotations

import pickle

import pytest

import geo
from geo.errors import ReadError, masked
from geo.io.table_address import parse, place_of

SECRET = "geheim"  # noqa: S105


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "postgresql://keeper:geheim@db.example:5433/maps?table=projects",
            "keeper@db.example:5433/maps?table=projects",
        ),
        (
            "postgres://keeper@db.example/maps?table=work.roads&sslmode=require",
            "keeper@db.example/maps?table=work.roads",
        ),
        ("postgresql://[::1]:5433/maps?table=a", "[::1]:5433/maps?table=a"),
        ("postgresql:///maps?table=a&host=/var/Run/pg", "/maps?table=a&host=/var/Run/pg"),
        ("postgresql://%2Fvar%2FRun/maps?table=a", "/maps?table=a&host=/var/Run"),
    ],
)
def test_an_address_is_told_without_its_password_and_options(text: str, said: str):
    address = parse(text)
    assert str(address) == f"postgresql://{said}"
    assert parse(str(address)).table == address.table
    assert SECRET not in f"{address} {address!r} {address.with_name('story.json')} {address.local}"
    copied = pickle.loads(pickle.dumps(address))  # noqa: S301  as for the process that checks a large layer
    assert copied == address
    assert place_of(text) == address


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("postgresql://k:geheim#1@h/d?table=a", "no address of a table"),
        ("postgresql://k:geheim/1@h/d?table=a", "no address of a table"),
        ("postgresql://k:geheim@h@x/d?table=a", "no address of a table"),
        ("postgresql://k:geheim@h:port/d?table=a", "no address of a table"),
        ("postgresql://k:geheim@h/d", "names no table"),
        ("postgresql://k:geheim@h/d?table=a;drop", "is no table's name"),
        ('postgresql://k:geheim@h/d?table=a"b', "is no table's name"),
        ("postgresql://k:geheim@h/d?table=a.b.c", "is no table's name"),
        ("postgresql://k:geheim@h/d?table=" + "a" * 51, "is no table's name"),
        ("postgresql://k:geheim@h/d?table=a&password=x", "the option “password”"),
        ("postgresql://k:geheim@h/d?table=a&options=-cx", "the option “options”"),
        ("postgresql://k:geheim@h/d?table=a&table=b", "“table” twice"),
        ("postgresql://k:geheim@h/d?table=a&connect_timeout=999", "1 to 60 seconds"),
    ],
)
def test_what_is_no_address_is_one_sentence_without_the_password(text: str, reason: str):
    with pytest.raises(geo.CoopmapError, match=r"^[^\n]+$") as refusal:
        place_of(text)
    assert reason in str(refusal.value)
    assert SECRET not in str(refusal.value)


def test_an_address_that_was_taken_for_a_file_loses_its_password_too():
    for name in ("postgresql:/k:geheim@h/d?table=a", "postgresql://k:ge@heim@h/d"):
        assert "heim" not in masked(name)
        assert "heim" not in str(ReadError(name, "cannot be read: there is no such file."))
    with pytest.raises(geo.WriteError, match=r"is a table: geo\.update changes it") as refusal:
        geo.write(geo.Layer(()), "postgresql://k:geheim@h/d?table=a")
    assert SECRET not in str(refusal.value)
    assert masked("data/a:b@c.geojson") == "data/a:b@c.geojson"

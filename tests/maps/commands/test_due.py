"""`coopmap due` as people use it: the list, for programs, for a calendar."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from icalendar import Calendar

from tests.conftest import Command

HOSTILE = "A;B,C\\n\nBEGIN:VEVENT\r\nSUMMARY:no\x1b[31m"


def layer_file(folder: Path, name: str = "A plant") -> Path:
    record = {"id": "plant", "name_en": name, "status": "planned", "status_date": "2020", "checked": "2090-01-01"}
    feature = {"type": "Feature", "id": "plant", "geometry": None, "properties": record}
    path = folder / "layer.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def test_the_list_says_what_since_when_and_why_and_what_comes_next(command: Command, tmp_path: Path):
    done = command("due", str(layer_file(tmp_path)), "--by", "2023-01-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "2023-01-01  plant, status: planned as of 2020: older than 24 months"
    assert done.stdout.endswith("layer.geojson: 1 thing to look at again by 2023-01-01; the next on 2091-01-02\n")


def test_programs_get_json(command: Command, tmp_path: Path):
    done = command("due", str(layer_file(tmp_path)), "--format", "json")
    why = "planned as of 2020: older than 24 months"
    expected = {"since": "2023-01-01", "where": "plant", "name": "A plant", "field": "status", "why": why}
    assert json.loads(done.stdout)["result"] == [expected]


def test_a_calendar_holds_whatever_will_be_due_and_data_stays_text(command: Command, tmp_path: Path):
    path = str(layer_file(tmp_path, HOSTILE))
    done = command("due", path, "--format", "ics")
    events = Calendar.from_ical(done.stdout).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [date(2023, 1, 1), date(2091, 1, 2)]
    assert "BEGIN:VEVENT" in str(events[0]["summary"])
    assert "\x1b" not in done.stdout
    assert command("due", path, "--format", "ics").stdout == done.stdout


def test_a_day_that_is_none_is_refused_in_a_sentence(command: Command):
    done = command("due", "--by", "soon")
    assert done.returncode == 2
    assert "got “soon”; expected a day such as" in done.stderr

"""The questions of `coopmap add`, made from the schema: one field, records, whatever else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geo
from geo import CoopmapError
from geo.messages import ENGLISH, Message, spoken, system_language
from geo.model.geometry import is_number
from geo.model.schema import FIELDS, find
from maps.commands import asking
from maps.commands.answers import field_of, today, value_of_answer, wrong
from maps.commands.printing import echo
from maps.commands.whereabouts import ask_place

if TYPE_CHECKING:
    from pathlib import Path

    from geo.checks.grades import Grade
    from geo.model.field import Field
    from geo.new_project import Written
    from maps.commands.answers import Answers

UNASKED = ("archive_url", "accessed")
"""What of a source no question asks for; --sources takes it."""

PLAIN = tuple(field.name for field in FIELDS if field.published)
"""What a published layer must tell beside."""


def names(answers: Answers) -> tuple[str, ...]:
    """The keys of a name in the layer's languages, of which a project needs one: the first if that can be."""
    return tuple(f"name_{tag}" for tag in answers.languages)


def missing(answers: Answers, grade: Grade) -> list[str]:
    """The keys beside a name that are not known and without which a layer of a grade takes no project."""
    return [key for key in PLAIN if grade == "published" and key not in answers.properties]


def named_at_all(answers: Answers) -> bool:
    """Whether the project has a name in some language."""
    return any(own is not None and own.name == "name" for own in map(find, answers.properties))


def ask_all(answers: Answers, path: Path, grade: Grade, *, brief: bool) -> None:
    """Ask for what is missing; in brief not for details. Of a draft all but a name may be left out."""
    hint = Message("Enter takes what stands in brackets; Tab completes; Ctrl-C ends and keeps a draft.")
    echo(spoken(hint))
    demanded = grade == "published"
    _ask_names(answers)
    name_it(answers, path, ask=not brief)
    _ask_field(answers, "sector", needed=demanded)
    _ask_field(answers, "status", needed=demanded)
    if not brief and "status" in answers.properties:
        _ask_field(answers, "status_date", today())
    if answers.geometry is None and not answers.unplaced:
        ask_place(answers)
    if answers.geometry is None and "precision" not in answers.properties and demanded:
        answers.properties["precision"] = "unlocated"
        asking.tell(Message("It will be listed, not placed."))
    _ask_field(answers, "countries", needed=demanded)
    if answers.geometry is not None or demanded:
        _ask_field(answers, "precision", needed=demanded, again=not brief)
    _ask_details(answers, brief=brief)
    if not brief:
        _ask_more(answers)


def _ask_names(answers: Answers) -> None:
    """The name in each of the layer's languages, in one at least."""
    while True:
        if not named_at_all(answers):
            for key in names(answers):
                _ask_field(answers, key, needed=False)
        if named_at_all(answers):
            return
        asking.tell(Message("A name is needed, in one language at least."))


def _ask_details(answers: Answers, *, brief: bool) -> None:
    """What follows from the precision, the place's names and the sources."""
    known = answers.properties
    if known.get("precision") == "near":
        _ask_field(answers, "uncertainty_m", "1000")
    metres = known.get("uncertainty_m")
    if known.get("precision") == "site" and is_number(metres) and metres > 1000:
        del known["uncertainty_m"]
    if answers.geometry is not None and "location_source" not in known:
        _ask_field(answers, "location_source", needed=False)
    if brief:
        return
    if answers.geometry is not None:
        for tag in answers.languages:
            _ask_field(answers, f"place_{tag}", needed=False)
    if "sources" not in known:
        _ask_records(answers, "sources")
    known.setdefault("checked", today())


def _ask_more(answers: Answers) -> None:
    """Any other field, by its name."""
    while True:
        fields = answers.codebook.fields
        left = [key for own in fields for key in own.keys_in(answers.languages) if key not in answers.properties]
        name = asking.ask(Message("Another field, by name (Enter for no more)"), completions=left)
        if not name:
            return
        own = find(name, fields)
        if own is None:
            asking.tell(Message("Fields are {fields}.", fields=", ".join(left)))
        elif own.fields:
            _ask_records(answers, name)
        else:
            _ask_field(answers, name, needed=False, again=True)


def _ask_field(answers: Answers, key: str, default: str = "", *, needed: bool = True, again: bool = False) -> None:
    """Ask for one field until the answer is right; what is known only if again, as a proposal."""
    from geo.new_project import fault

    known = answers.properties.get(key)
    if known is not None and not again:
        return
    own = field_of(key, answers.codebook)
    if known is not None:
        default = ", ".join(known) if isinstance(known, list) else str(known)
    _list_choices(own)
    value = asking.until_right(
        lambda: _answer(answers, own, _label(own, key, needed), default),
        lambda value: (
            wrong(fault(key, value, answers.codebook.fields))
            if value != ""
            else (Message("An answer is needed.") if needed else None)
        ),
    )
    if value != "":
        answers.properties[key] = value


def _label(own: Field, key: str, needed: bool) -> str:
    tag = key.removeprefix(f"{own.name}_") if own.translated else ""
    label = _about(own, own.name)
    if tag:
        label = Message("{question}, in {language}", question=label, language=_language_name(tag))
    return label if needed else Message("{question} (Enter to leave it out)", question=label)


def _about(own: Field, name: str) -> str:
    """What a field says, without a full stop, in the system's language where the words of tables have it.

    name: such as "sector" or "sources.title".
    """
    from geo.tables import header_names

    language = system_language()
    said = header_names.load(language)["about"] if language != ENGLISH else {}
    return str(said.get(name, own.about)).rstrip(".")


def _language_name(tag: str) -> str:
    """What a language is called in the system's language, its tag where CLDR does not know it."""
    from babel import Locale

    name = str(Locale(system_language()).languages.get(tag.replace("-", "_"), tag))
    return (
        Message("{language}, Latin script", language=name) if tag == "uz" else name
    )  # many write it in Cyrillic still


def _list_choices(own: Field) -> None:
    from maps.text import i18n

    language = system_language()
    names = i18n.load(language) if language != ENGLISH else {}
    for number, (code, meaning) in enumerate((own.choices or {}).items(), 1):
        echo(f"  {number:2}  {code:22} {names.get(f'{own.name}.{code}', meaning)}")


def _answer(answers: Answers, own: Field, label: str, default: str) -> Written:
    text = asking.ask(label, default, tuple(own.choices or ()))
    return value_of_answer(own, text, answers.codebook, answers.languages) if text else ""


def _ask_records(answers: Answers, key: str) -> None:
    """Ask for records one by one, each field by field; Enter at the first field ends them."""
    from geo.new_project import fault

    own = field_of(key, answers.codebook)
    held = answers.properties.get(key)
    records: list[object] = list(held) if isinstance(held, list) else []
    while record := _asked_record(answers, own, len(records)):
        problem = fault(key, [record], answers.codebook.fields)
        if problem:
            asking.tell(wrong(problem) or "")
        else:
            records.append(record)
    if records:
        answers.properties[key] = records


def complete_record(answers: Answers, own: Field, record: dict[str, object], number: int) -> None:
    """Ask for the needed parts of a record that are not there; a translated one in each of the layer's languages."""
    for inner in own.fields:
        for key in inner.keys_in(answers.languages):
            if not inner.required or key in record:
                continue
            question = Message(
                "{what} {number}: {question}",
                what=_RECORDS.get(own.name, own.name.rstrip("s").capitalize()),
                number=number + 1,
                question=_about(inner, f"{own.name}.{inner.name}"),
            )
            if inner.translated:
                tag = _language_name(key.removeprefix(f"{inner.name}_"))
                question = Message("{question}, in {language}", question=question, language=tag)
            value = _answer(answers, inner, Message("{question} (Enter to leave it out)", question=question), "")
            if value != "":
                record[key] = value


_RECORDS = {
    "partners": Message("Partner"),
    "value": Message("Value"),
    "figures": Message("Figure"),
    "disputes": Message("Dispute"),
    "sources": Message("Source"),
    "media": Message("Media"),
    "images": Message("Picture"),
}
"""What a record of a list is called in its questions."""


def _asked_record(answers: Answers, own: Field, number: int) -> dict[str, Written]:
    """One record; empty when the first question is answered by Enter."""
    record: dict[str, Written] = {}
    singular = own.name.rstrip("s")
    for part, inner in _asked_parts(own, answers.languages[0]).items():
        if record and part == f"name_{answers.languages[0]}":
            continue
        first = not record
        question = Message(
            "{what} {number}: {question}",
            what=_RECORDS.get(own.name, singular.capitalize()),
            number=number + 1,
            question=_about(inner, f"{own.name}.{inner.name}"),
        )
        if first:
            question = Message("{question} (Enter for none)", question=question)
        else:
            question = Message("{question} (Enter to leave it out)", question=question)
        default = "status, place" if part == "supports" else ""
        _list_choices(inner)
        value = _answer(answers, inner, question, default)
        if value == "" and first:
            return {}
        if value != "":
            record[part] = value
    return record


def _asked_parts(own: Field, language: str) -> dict[str, Field]:
    """The fields of a record to ask for, by key; a translated one without a language if it can, else in the one."""
    parts: dict[str, Field] = {}
    for inner in own.fields:
        if inner.name in UNASKED:
            continue
        if not inner.translated:
            parts[inner.name] = inner
        elif inner.name not in parts:
            parts[f"{inner.name}_{language}"] = inner
    return parts


def name_it(answers: Answers, path: Path, ask: bool = False) -> None:
    """Give the project an id that the layer does not have."""
    from geo.new_project import new_id

    if "id" not in answers.properties:
        taken = {project.id for project in geo.read(path).projects if project.id} if path.exists() else set()
        proposed = new_id(answers.properties, taken)
        if ask:
            _ask_field(answers, "id", proposed)
        else:
            answers.properties["id"] = proposed


def ask_anew(answers: Answers, key: str) -> None:
    """Ask again for what the check refused. Raises CoopmapError for what no question asks for."""
    own = find(key, answers.codebook.fields)
    if key == "geometry":
        answers.geometry = None
        ask_place(answers)
    elif own is not None and own.fields:
        answers.properties.pop(key, None)
        _ask_records(answers, key)
    elif own is not None:
        answers.properties.pop(key, None)
        _ask_field(answers, key, needed=own.required or own.published)
    else:
        raise CoopmapError(Message("{field} cannot be mended here; fix the draft, then go on with --from.", field=key))

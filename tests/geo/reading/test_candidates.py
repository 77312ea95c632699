"""Candidates: enumerations parted, sentences about one thing joined, noise left out, the layer compared."""

from __future__ import annotations

from typing import Any

import pytest

import geo
from geo.layer import empty
from geo.reading import candidates, drafts
from geo.reading.candidates import Candidate
from geo.reading.comparing import Comparer
from geo.reading.documents import Document, Paragraph
from geo.review.suggestions import Suggestion, propose
from tests.benchmarks import reading

SHIPPED = geo.read(geo.data_path("projects.geojson"))
SOURCE = drafts.Source("A speech", "ru", "https://example.org/speech", "2026-05-01")


def read(*paragraphs: str) -> list[Candidate]:
    document = Document("speech.txt", "Speech", tuple(map(Paragraph, paragraphs)))
    return [each for each in candidates.candidates(document) if each.strong]


def brief(candidate: Candidate) -> tuple[str, list[str]]:
    return candidate.sector, [places[0].name for places in candidate.places]


def test_each_item_of_an_enumeration_is_a_candidate_with_its_own_place():
    text = (
        "Среди них выпуск автомобилей «Chevrolet» в Костанае, запуск швейной фабрики в Туркестане и текстильного "
        "предприятия в Шымкенте."
    )
    assert sorted(map(brief, read(text))) == [
        ("automotive", ["Kostanay"]),
        ("textile", ["Shymkent"]),
        ("textile", ["Turkistan"]),
    ]
    assert {each.title for each in read(text)} == {
        "Выпуск автомобилей «Chevrolet» в Костанае",
        "Запуск швейной фабрики в Туркестане",
        "Запуск текстильного предприятия в Шымкенте",
    }


def test_a_sentence_that_speaks_on_adds_its_facts_to_the_one_before():
    (plant,) = read("Завод лекарств строится в Шымкенте. Инвесторы вложили в проект 21 млн долларов.")
    assert [(each.amount, each.currency) for each in plant.sums] == [(21_000_000, "USD")]
    assert len(plant.sentences) == 2
    assert plant.status == "construction"


PLANTS = {
    "en": "A car plant is being built in Kostanay.",
    "ru": "Автозавод строится в Костанае.",
    "uz": "Qoʻstanayda avtomobil zavodi qurilmoqda.",
}


@pytest.mark.parametrize(
    ("language", "further", "own"),
    [
        ("en", "The plant will cost $20 million.", True),
        ("en", "Its second phase, worth $20 million, opens in 2027.", True),
        ("en", "The second phase of the plant will cost $20 million.", True),
        ("en", "A second plant will make trailers for $20 million.", False),
        ("en", "A trailer plant worth $20 million is planned for 2027.", False),
        ("en", "The cost of all projects is $20 million.", False),
        ("en", "Another factory costs $20 million. Its capacity is 5 MW, its cost $20 million.", False),
        ("ru", "Завод стоимостью 20 млн долларов откроют в 2027 году.", True),
        ("ru", "Вторую очередь завода за 20 млн долларов запустят в 2027 году.", True),
        ("ru", "Второй завод за 20 млн долларов будет выпускать прицепы.", False),
        ("ru", "Завод по выпуску прицепов стоимостью 20 млн долларов откроют в 2027 году.", False),
        ("ru", "Проекты оцениваются в 20 млн долларов.", False),
        ("uz", "Zavod 20 mln dollarga 2027-yilda ishga tushadi.", True),
        ("uz", "Ikkinchi zavod 20 mln dollarga 2027-yilda quriladi.", False),
    ],
)
def test_a_sentence_about_another_thing_does_not_add_its_sum_to_the_one_before(language: str, further: str, own: bool):
    plant = next(each for each in read(f"{PLANTS[language]} {further}") if each.sentences[0].text == PLANTS[language])
    assert [each.amount for each in plant.sums] == [20_000_000] * own
    assert own or not plant.years


def test_two_mentions_of_one_thing_are_one_candidate_with_both_sentences():
    (hub,) = read(
        "В Ташкентской области строится логистический хаб.", "Логистический хаб в Ташкентской области откроют."
    )
    assert len(hub.sentences) == 2


def test_talk_of_trade_treaties_and_visits_is_no_candidate():
    assert (
        read(
            "Товарооборот между Ташкентом и Астаной достиг 4 млрд долларов.",
            "Президенты встретились в Самарканде и подписали соглашение об экспорте автомобилей.",
            "Экономический «мост» между Ташкентом и Астаной прочен.",
            "Растут связи в сферах промышленности, энергетики, фармацевтики и других.",
            "Встреча прошла в театре Ташкента, гости посетили музей в Самарканде.",
            "Silk Road Traders and Samarkand Steel Traders met in Tashkent.",
        )
        == []
    )


def test_several_places_before_several_things_are_not_shared_out_by_guess():
    every = read("В Костанае и Шымкенте налажены сборка автомобилей и выпуск бытовой техники.")
    assert [brief(each)[1] for each in every] == [["Kostanay", "Shymkent"]] * 2
    comparisons = [(each, Comparer(empty("none")).compare(each)) for each in every]
    content = drafts.document(comparisons, empty("none"), SOURCE, "2026-05-02")
    assert [feature["geometry"] for feature in content["features"]] == [None, None]


@pytest.mark.parametrize("name", list(reading.expected()))
def test_the_benchmark_finds_what_the_texts_name(name: str):
    outcome = reading.outcome(name)
    assert min(outcome.placed_recall, outcome.recall) >= 0.8, outcome
    assert outcome.precision >= 0.8, outcome
    assert outcome.well_joined >= 0.8 * outcome.joined, outcome


@pytest.mark.parametrize("language", ["en", "ru", "uz", "kk"])
def test_summaries_of_the_layer_lead_back_to_its_projects_in_each_language(language: str):
    retrieved, mistaken, every = reading.read_back(language)
    assert retrieved >= 0.75 * every
    assert mistaken <= 2


def test_what_the_document_tells_otherwise_is_told_and_changes_nothing_by_itself():
    (plant,) = read(
        "В Костанае строится завод автомобилей «Chevrolet». Запуск завода в 2031 году, стоимость 5 млн долларов."
    )
    comparison = Comparer(SHIPPED).compare(plant)
    assert comparison.project is not None
    assert comparison.project.id == "chevrolet-kostanay"
    assert {difference.field for difference in comparison.differences} == {"status", "start", "value"}
    content = drafts.document([(plant, comparison)], SHIPPED, SOURCE, "2026-05-02")
    feature: Any = content["features"][0]
    assert set(feature["properties"]) == {"id", "sources"}
    assert "status: construction in the document, operating in the layer" in feature["suggestion"]["why"]
    proposal = propose(SHIPPED, Suggestion("s.json", 1, feature, feature["suggestion"]))
    assert not proposal.errors
    assert not proposal.conflicts
    assert {change.path for change in proposal.change.fields} == {"sources[8]"}  # type: ignore[union-attr]


def test_a_document_that_the_layer_cites_already_and_that_adds_nothing_is_not_suggested_again():
    cited = drafts.Source("Узбекистан и Казахстан: курс на укрепление стратегического партнерства и союзничества", "ru")
    (plant,) = read("Налажен выпуск автомобилей «Chevrolet» в Костанае.")
    assert drafts.document([(plant, Comparer(SHIPPED).compare(plant))], SHIPPED, cited, "2026-05-02")["features"] == []

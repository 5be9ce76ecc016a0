"""Which countries and regions a release is about, as a reader would say."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reader.extract.places import locate, reason
from reader.release import BODY, Area, Block, BlockKind, Country, Dateline, Evidence, Label, Release

SAMPLE = Path(__file__).parents[3] / "shared" / "sample" / "un-press-china.txt"


def release(title: str = "", *paragraphs: str, language: str = "en", url: str = "", organisation: str = "") -> Release:
    blocks = tuple(Block(BlockKind.PARAGRAPH, paragraph) for paragraph in paragraphs)
    lede = 0 if blocks else -1
    return Release(title=title, blocks=blocks, lede=lede, language=language, url=url, organisation=organisation)


def countries(title: str = "", *paragraphs: str, language: str = "en") -> list[str]:
    return [country.code for country in locate(release(title, *paragraphs, language=language), ())[0]]


def areas(title: str = "", *paragraphs: str) -> list[str]:
    return [area.region for area in locate(release(title, *paragraphs), ())[1]]


@pytest.mark.parametrize(
    ("language", "title", "code"),
    [
        ("en", "Burkina Faso: Junta Should Free Abducted Journalist", "BFA"),
        ("en", "Ivorian opposition leader released", "CIV"),
        ("en", "US: End Solitary Confinement in Immigration Jails", "USA"),
        ("en", "Texas border bill would criminalise shelter", "USA"),
        ("en", "Court in Phnom Penh jails union leader", "KHM"),
        ("en", "Cabo Delgado: A Forgotten War", "MOZ"),
        ("en", "Balochistan protest leader arrested", "PAK"),
        ("en", "Crackdown in Tibetan areas widens", "CHN"),
        ("en", "Houthi forces shell a hospital", "YEM"),
        ("en", "UNMISS condemns an attack on its convoy", "SSD"),
        ("en", "Lukashenka pardons eleven prisoners", "BLR"),
        ("en", "Sinjar survivors still wait for homes", "IRQ"),
        ("en", "Kiribati faces rising seas", "KIR"),
        ("fr", "Tchad : des manifestants tués à Moundou", "TCD"),
        ("fr", "Le gouvernement burkinabè expulse une diplomate", "BFA"),
        ("fr", "En Centrafrique, des patrouilles se déploient à Birao", "CAF"),
        ("es", "El gobierno venezolano detiene a una opositora", "VEN"),
        ("es", "Asesinan a un periodista en Veracruz", "MEX"),
        ("es", "EE.UU.: aumentan las deportaciones", "USA"),
        ("pt", "Governo brasileiro demarca terra indígena", "BRA"),
        ("pt", "Sanções contra o Irã prejudicam doentes", "IRN"),
        ("de", "In der Türkei drohen neue Prozesse", "TUR"),
        ("de", "Belarussische Journalistin zu Haft verurteilt", "BLR"),
        ("it", "Le autorità tunisine arrestano un avvocato", "TUN"),
        ("ar", "السلطات المصرية تحتجز صحفيا", "EGY"),
        ("ar", "الحوثيون يحتجزون موظفي إغاثة", "YEM"),
        ("ar", "عُمان: محاكمة ناشط بسبب تغريدة", "OMN"),
        ("zh", "越南：释放被关押的博客作者", "VNM"),
        ("zh", "苏丹达尔富尔发生屠杀", "SDN"),
        ("ru", "Узбекские власти блокируют интернет", "UZB"),
        ("ru", "В Минске прошли обыски у правозащитников", "BLR"),
        ("uk", "Удар по лікарні в Харкові: Україна вимагає розслідування", "UKR"),
    ],
)
def test_a_country_is_told_in_the_languages_of_releases(language: str, title: str, code: str) -> None:
    assert countries(title, language=language)[:1] == [code]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Georgia: Police Beat Protesters in Tbilisi", "GEO"),
        ("USA (Georgia): Execution date set", "USA"),
        ("Jordan: Teachers Detained", "JOR"),
        ("Niger: Junta Detains Activist", "NER"),
        ("Nigeria: Farmers Abducted", "NGA"),
        ("DR Congo: Rebels Kill Civilians", "COD"),
        ("Republic of Congo: Opposition Figure Held", "COG"),
        ("Guinea: Fatal Clashes at Mine", "GIN"),
        ("Papua New Guinea: End Police Violence", "PNG"),
        ("Equatorial Guinea: Lawyer Disappears", "GNQ"),
        ("Guinea-Bissau: Radio Station Raided", "GNB"),
        ("North Korea: Border Closed", "PRK"),
        ("South Sudan: Chiefs Arrested", "SSD"),
        ("Dominican Republic: Mass Expulsions", "DOM"),
        ("Roma families evicted from a camp in Rome", "ITA"),
        ("Northern Ireland: Inquest Reopened", "GBR"),
    ],
)
def test_names_that_hold_one_another_are_kept_apart(title: str, code: str) -> None:
    assert countries(title) == [code]


@pytest.mark.parametrize(
    "title",
    [
        "New turkey farm rules announced",
        "Chad Miller named director of programmes",
        "A speech by Amal Jordan on press freedom",
        "Geneva Conventions at seventy-five: a call to states",
        "Our reporter wins the Nairobi Times prize",
        "Fund grows by 40 million US$ in a year",
        "They polish glass and eat brazil nuts",
        "Report launched at a conference in Stockholm",
    ],
)
def test_what_only_sounds_like_a_country_is_none(title: str) -> None:
    assert countries(title) == []


def test_datelines_and_seats_of_organisations_do_not_count() -> None:
    text = "Kenya’s parliament should drop the bill on associations, the coalition said today."
    for dateline in ("(Vienna) – ", "LONDON, 3 May 2024 – ", "Stockholm, May 3, 2024 (CXN) -- ", "New York — "):
        assert countries("", dateline + text) == ["KEN"]


def test_a_dateline_may_be_a_paragraph_of_its_own() -> None:
    sent = release(
        "Presas nuevas",
        "Sucre (Bolivia), 3 de mayo de 2024.",
        "El gobierno peruano presentó las presas.",
        language="es",
    )
    assert [country.code for country in locate(sent, ())[0]] == ["PER"]


def test_a_dateline_that_the_release_carries_is_left_out() -> None:
    text = "Written at Kigali for the press: Malawi’s courts should hear the case."
    known = Dateline("Kigali", "", 0, 0, text.index(":") + 1)
    found, _areas = locate(
        Release(title="", blocks=(Block(BlockKind.PARAGRAPH, text),), lede=0, dateline=known, language="en"), ()
    )
    assert [country.code for country in found] == ["MWI"]


def test_the_organisations_own_name_does_not_count() -> None:
    text = "The Norwegian Lantern Society said today that prisons in Zambia are overcrowded."
    found, _areas = locate(release("", text, organisation="Norwegian Lantern Society"), ())
    assert [country.code for country in found] == ["ZMB"]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Japan donates ambulances to hospitals in Honduras", "HND"),
        ("Sweden pledges 10 million euros for drought response in Somalia", "SOM"),
        ("Better clinics in Nepal with support from the Government of Denmark", "NPL"),
        ("Portugal finances schools in Timor-Leste", "TLS"),
    ],
)
def test_who_pays_is_not_the_subject(title: str, code: str) -> None:
    assert countries(title) == [code]


def test_a_donor_to_a_region_leaves_the_region() -> None:
    found, where = locate(release("Norway announces additional funding for food crises in the Sahel"), ())
    assert found == ()
    assert [area.region for area in where] == ["africa"]


def test_equals_in_a_title_all_count_in_its_order() -> None:
    assert countries("Kuwait/Iraq: Stateless Families Stranded") == ["KWT", "IRQ"]
    assert countries("Sanctions hit patients in Cuba, Iran and Venezuela") == ["CUB", "IRN", "VEN"]


def test_the_one_who_suffers_a_war_comes_first() -> None:
    assert countries("Schools destroyed in Russia’s war on Ukraine") == ["UKR", "RUS"]


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Kenya/Ethiopia: Forcible return of four teachers", ["ETH", "KEN"]),
        ("Kenya / Ethiopia / Eritrea: Refoulement of four teachers", ["ETH", "KEN", "ERI"]),
        ("US/Yemen: Fishermen Killed", ["YEM", "USA"]),
        ("Israel/Palestine: Olive Groves Cut Down", ["ISR", "PSE"]),
        ("Kenya/Ethiopia: Wells Poisoned", ["KEN", "ETH"]),
    ],
)
def test_of_several_at_a_titles_head_those_come_first_where_people_suffer(title: str, codes: list[str]) -> None:
    assert countries(title) == codes


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Israel / South Lebanon: Wells poisoned", {"ISR", "LBN"}),
        ("El Salvador: Mauricio, a gardener, is free", {"SLV"}),
        ("South Korea: Strike ends", {"KOR"}),
        ("Israël et Territoires palestiniens occupés. Une école fermée", {"ISR", "PSE"}),
        ("إسرائيل والأراضي الفلسطينية المحتلة: إغلاق مدرسة", {"ISR", "PSE"}),
    ],
)
def test_a_head_may_begin_with_an_article_or_a_compass_point(title: str, codes: set[str]) -> None:
    assert set(countries(title)) == codes


@pytest.mark.parametrize(
    ("title", "text", "codes"),
    [
        ("Two Finnish sailors on trial in Gambia", "", ["GMB"]),
        ("Danish freelance reporter must be freed", "A Danish reporter was taken in Chad’s north.", ["TCD"]),
        ("", "Laos deported to Vietnam a citizen of Peru and Chile.", ["LAO", "VNM"]),
        ("Israeli fire kills Palestinian reporters", "", ["ISR", "PSE"]),
    ],
)
def test_somebodys_passport_yields_to_the_country_they_are_in(title: str, text: str, codes: list[str]) -> None:
    assert set(countries(title, text)) == set(codes)


@pytest.mark.parametrize(
    "text",
    [
        "Laws against unions are spreading in countries such as Peru, Chile, Togo and Fiji, the study found.",
        "Unions are growing, the head of Lantern International in Norway, Ola Nord, said.",
        "Unions must be heard, the head of the coalition, Ola Nord, said on Friday in Lima.",
    ],
)
def test_examples_branches_and_press_conferences_are_not_the_subject(text: str) -> None:
    assert countries("", text) == []


def test_who_attends_helps_or_comes_from_afar_is_not_the_subject() -> None:
    text = "The Malawi talks will be attended by representatives of Chile, Norway and Japan."
    assert countries("", text) == ["MWI"]
    assert countries("", "Sanctions against Togo were coordinated with Canada and Japan. Togo protests.") == ["TGO"]
    assert countries("", "The council sent Ama Mensah from Ghana to report on Nepal.") == ["NPL"]


def test_an_office_of_one_country_tells_it_where_no_other_is_named() -> None:
    assert countries("", "The Bundestag should vote against the bill.", language="de") == ["DEU"]
    assert countries("", "The Bundestag spoke of the courts of Zambia.", language="de") == ["ZMB"]


def test_a_union_that_acts_is_not_the_region_that_a_release_is_about() -> None:
    assert countries("EU statement on the trial", "The trial of ten printers in Malawi must be fair.") == ["MWI"]
    assert countries("EU: Migration pact undermines asylum", "It pays Libya’s guards.") == []


@pytest.mark.parametrize(
    "title", ["Geneva: Delegates sign", "Vienna: Nuclear talks open", "Brussels: A day of protest"]
)
def test_a_seat_of_organisations_at_a_titles_head_is_no_subject(title: str) -> None:
    assert countries(title) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("A jury in Athens, Georgia, freed the printer.", ["USA"]),
        ("The Georgia Bureau of Investigation will open a library.", ["USA"]),
        ("A judge in the Northern District of Georgia freed the printer.", ["USA"]),
        ("Voters in Georgia and Alabama were turned away.", ["USA"]),
        ("Police in Georgia broke up a march of printers.", ["GEO"]),
        ("Police in Tbilisi, Georgia, broke up a march.", ["GEO"]),
        ("Georgia should repeal the law, said the US ambassador.", ["GEO"]),
    ],
)
def test_georgia_is_a_state_where_the_words_beside_it_tell(text: str, codes: list[str]) -> None:
    assert countries("", text) == codes


def test_somebody_called_like_a_country_keeps_that_name_through_the_release() -> None:
    text = "A jury in Ohio found Amal W. Jordan guilty. Jordan stood up. Jordan will appeal."
    assert countries("Printer guilty", text) == ["USA"]
    assert countries("", "A jury in Jordan found Amal Jordan guilty.") == ["JOR"]


def test_the_seat_of_an_organisation_is_not_the_subject() -> None:
    assert countries("", "Laos should free the printers, the Thailand-based Lantern Society said.") == ["LAO"]
    assert countries("", "Printers died in Peru, the U.S.-based society said.") == ["PER"]


def test_a_branch_named_after_its_organisation_is_not_the_subject() -> None:
    assert countries("", "The Lantern Fund USA sent books to Haiti.") == ["HTI"]


def test_a_people_alone_tells_its_country() -> None:
    assert countries("", "Many Tigrayans have no bread, a study found.") == ["ETH"]
    assert countries("", "Karen bakes bread, a study found.") == []


def test_a_day_after_a_country_does_not_make_it_a_newspaper() -> None:
    assert countries("", "Printers were freed in Malawi today.") == ["MWI"]
    assert countries("", "A prize went to the weekly Malawi Today.") == []


def test_a_country_that_the_body_speaks_of_most_by_far_is_the_subject() -> None:
    origins = "They had come from Chad, Niger, Mali, Togo and Benin."
    body = "Portugal’s police beat them. Portugal has no law for this. A Portuguese judge will hear them in Portugal."
    assert countries("Migrants beaten", "Nurses have seen seven hundred people since October.", origins, body) == [
        "PRT"
    ]


def test_a_region_that_is_spoken_of_again_and_again_is_what_a_release_is_about() -> None:
    text = "The EU should fund libraries. The EU has the money, and the EU has promised it."
    assert areas("Libraries need money", text, "Russian libraries closed. Russian readers left.") == ["europe"]


def test_a_list_in_the_opening_is_taken_whole() -> None:
    text = "Floods have displaced families in Togo, Benin and Ghana. In Togo, Togo’s army helped."
    assert set(countries("Floods displace thousands", text)) == {"TGO", "BEN", "GHA"}


def test_a_round_up_of_many_countries_is_about_none() -> None:
    text = (
        "The index ranks Chile, Norway, Kenya, Japan, Fiji, Malta, Qatar, Nepal, Togo and Peru by the number of "
        "libraries that they keep open."
    )
    assert countries("Libraries counted", text) == []
    assert areas("Libraries counted", text) == ["global"]


def test_title_counts_before_lede_and_lede_before_body() -> None:
    freed = "court has freed the poets, who had been held for a year after a reading in a tea house. " * 3
    body = "Colleagues in Uruguay and Uruguay’s unions were told. Uruguay answered."
    assert countries("Bhutan frees poets", f"A {freed}", body) == ["BTN"]
    assert countries("Poets freed", f"Bhutan’s {freed}", body) == ["BTN"]
    assert countries("Poets freed", f"A {freed}", body) == ["URY"]


def test_a_country_named_once_in_passing_is_not_the_subject() -> None:
    opening = "The handbook explains how small newsrooms can keep their sources safe online. " * 3
    assert countries("A handbook for newsrooms", opening, "It was first tried out by a team in Latvia.") == []


def test_a_nationality_abroad_yields_to_the_country_that_acts() -> None:
    text = "Emirati authorities should release the Dutch blogger whom they arrested at the airport."
    assert countries("", text)[0] == "ARE"


def test_towns_tell_the_country_together() -> None:
    text = "Les équipes ont visité les écoles de Bozoum, puis celles de Bocaranga et de Paoua."
    assert countries("Des écoles rouvrent", text, language="fr") == ["CAF"]


def test_a_name_that_two_countries_share_is_read_by_its_neighbours() -> None:
    assert countries("", "Congolese police broke up a march in Brazzaville. The Congolese minister was silent.") == [
        "COG"
    ]
    assert countries("", "Congolese police broke up a march in Goma. The Congolese minister was silent.") == ["COD"]


def test_captions_contacts_and_notes_do_not_count() -> None:
    blocks = (
        Block(BlockKind.CAPTION, "A market in Hanoi, Vietnam."),
        Block(BlockKind.PARAGRAPH, "Traders in Laos should be heard before their stalls are cleared."),
        Block(BlockKind.CONTACT, "In Manila, Philippines: press@lantern.example"),
        Block(BlockKind.ABOUT, "We work in Vietnam, Thailand and the Philippines."),
    )
    found, _areas = locate(Release(title="", blocks=blocks, lede=1, language="en"), ())
    assert [country.code for country in found] == ["LAO"]


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("Sahel: Conflict spreads to coastal towns", "africa"),
        ("Central America: Deportees Need Protection", "americas"),
        ("Reporters at risk across the Middle East", "mena"),
        ("EU: Migration pact undermines asylum", "europe"),
        ("Storm season threatens Southeast Asia", "asia"),
        ("Worldwide: 320 journalists behind bars", "global"),
        ("Court rules on data retention", "global"),
    ],
)
def test_a_release_without_a_country_gets_the_region_it_names(title: str, region: str) -> None:
    assert countries(title) == []
    assert areas(title) == [region]


def test_regions_follow_from_countries() -> None:
    assert set(areas("US/Mexico: Border Camps Flooded")) == {"usa", "americas"}
    assert areas("West Africa: Togo Closes Its Border") == ["africa"]


def evidences(found: tuple[tuple[Country, ...], tuple[Area, ...]]) -> list[Evidence]:
    return [place.why for places in found for place in places]


def test_evidence_is_a_place_in_the_text_and_never_in_the_dateline() -> None:
    sent = release(
        "Rights group urges Malawi to act",
        "LILONGWE, 3 May 2024 – Malawi’s police and Zambia’s police should end raids on markets.",
        "The raids began in Mzuzu. Zambian traders were beaten, and Zambia protested.",
    )
    for why in evidences(locate(sent, ())):
        text = sent.title if why.kind == "title" else sent.blocks[why.block].text
        assert text[why.start : why.end] == why.text
        assert why.kind == "title" or why.block != 0 or why.start >= len("LILONGWE, 3 May 2024 – ")


def test_every_place_tells_its_reason() -> None:
    sent = release("Prison visits end", "Chad’s government has stopped prison visits.")
    (country,), _areas = locate(sent, ())
    assert reason(country.why) == 'named in the opening: "Chad"'
    assert reason(Evidence("label", "category: Syria")) == 'publisher\'s label: category "Syria"'
    _none, (area,) = locate(release("Court rules on data retention"), ())
    assert reason(area.why) == "no place is named"


@pytest.mark.parametrize(
    ("label", "codes"),
    [
        (Label("category", "Syria"), ["SYR"]),
        (Label("amn:countries", "Iran, Iraq"), ["IRN", "IRQ"]),
        (Label("Region / Country", "Asia / Myanmar"), ["MMR"]),
        (Label("category", "Côte d’Ivoire"), ["CIV"]),
        (Label("keywords", "KEN"), ["KEN"]),
        (Label("category", "Death penalty"), ["PRY"]),
        (Label("category", "Women in Syria’s wars"), ["PRY"]),
    ],
)
def test_the_publishers_own_labels_decide(label: Label, codes: list[str]) -> None:
    found, _areas = locate(release("Paraguay: Court Delays Ruling"), (label,))
    assert [country.code for country in found] == codes


def test_a_labels_reason_is_the_label_as_it_was_written() -> None:
    (country,), (area,) = locate(release("Court delays ruling"), (Label("category", "Paraguay"),))
    assert reason(country.why) == 'publisher\'s label: category "Paraguay"'
    assert area.region == "americas"


def test_a_publisher_that_labels_with_many_countries_does_not_decide() -> None:
    names = "Chile, Norway, Kenya, Japan, Fiji, Malta, Qatar, Nepal, Togo"
    found, _areas = locate(release("Paraguay: Court Delays Ruling"), (Label("category", names),))
    assert [country.code for country in found] == ["PRY"]


def test_a_label_may_name_a_region() -> None:
    _none, where = locate(release("Court delays ruling"), (Label("category", "Middle East & North Africa"),))
    assert [area.region for area in where] == ["mena"]


@pytest.mark.parametrize(
    ("url", "code", "kind"),
    [
        ("https://lantern.example/africa/kenya/2024/a-ruling", "KEN", "address"),
        ("https://ukraine.lantern.example/news/1", "UKR", "address"),
        ("https://minusma.lantern.example/news/1", "MLI", "address"),
        ("https://lantern.example/news?country=sri-lanka", "LKA", "address"),
        ("https://www.amnesty.org/en/documents/mde24/0123/2031/en/", "SYR", "index"),
    ],
)
def test_the_address_tells_the_country(url: str, code: str, kind: str) -> None:
    (country,), _areas = locate(release("A ruling is delayed", url=url), ())
    assert (country.code, country.why.kind) == (code, kind)


@pytest.mark.parametrize(
    "url", ["https://jordan-press.example/x", "http://[broken", "https://lantern.example/turkey-farms"]
)
def test_other_addresses_tell_none(url: str) -> None:
    assert locate(release("A ruling is delayed", url=url), ())[0] == ()


def test_a_fixed_region_of_the_source_is_kept_with_its_reason() -> None:
    _countries, where = locate(release("Court delays ruling"), (), "asia")
    assert [(area.region, reason(area.why)) for area in where] == [("asia", 'region of the source: "Asia"')]


@pytest.mark.parametrize(
    "hostile",
    [
        "US " * 40_000,
        "(" * 100_000,
        "– " * 50_000,
        "United States of " * 8_000,
        "ال" * 50_000,
        "中" * 100_000,
        "A" * 200_000,
        "e\u0301" * 100_000,
        "support from and the " * 10_000,
        "Guinea/" * 20_000,
    ],
)
def test_hostile_text_costs_no_more_than_its_length(hostile: str) -> None:
    megabyte = (hostile * (1_000_000 // len(hostile) + 1))[:1_000_000]
    short = (megabyte[at : at + 5_000] for at in range(0, 500_000, 5_000))
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in (*short, megabyte[500_000:]))
    label = Label("category", hostile)
    url = f"https://a.example/{megabyte}"
    sent = Release(title=megabyte, blocks=blocks, lede=0, url=url, organisation=hostile[:50])
    begun = time.process_time()
    locate(sent, (label,))
    assert time.process_time() - begun < 1


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared sample is not here")
def test_the_release_that_started_the_project_is_about_china() -> None:
    paragraphs = [" ".join(part.split()) for part in SAMPLE.read_text(encoding="utf-8").split("\n\n") if part.strip()]
    blocks = tuple(Block(BlockKind.PARAGRAPH, paragraph) for paragraph in paragraphs)
    assert blocks[1].kind in BODY
    (country,), (area,) = locate(Release(title="", blocks=blocks, lede=1, language="en"), ())
    assert (country.code, area.region, country.why.block) == ("CHN", "asia", 1)

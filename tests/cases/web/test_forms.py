"""Forms: moments on the Amsterdam clock, Dutch messages, errors where a person finds them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms

from cases.access.errors import InvalidInput
from cases.web.forms import BaseForm, DayField, MomentField, SearchableSelect, ThreeWayField


class ArrestForm(BaseForm):
    name = forms.CharField(label="Naam", help_text="Zoals in het bewijs.")
    at = MomentField(label="Aankomst op het bureau")
    born = DayField(label="Geboortedatum", required=False)
    access = ThreeWayField(label="Toegang tot het slachtoffer?")
    offence = forms.ChoiceField(
        label="Feit", choices=[("", "Kies"), ("285b", "Belaging")], widget=SearchableSelect
    )
    minor = forms.BooleanField(label="Minderjarig", required=False)


RIGHT = {"name": "M. Bakker", "at": "2026-03-10T10:00", "access": "unknown", "offence": "285b"}


def moment(text: str) -> datetime:
    form = ArrestForm({**RIGHT, "at": text})
    assert form.is_valid(), form.errors
    value: datetime = form.cleaned_data["at"]
    return value.astimezone(UTC)


def test_a_moment_is_read_on_the_amsterdam_clock() -> None:
    assert moment("2026-03-10T10:00") == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    assert moment("2026-07-10T10:00") == datetime(2026, 7, 10, 8, 0, tzinfo=UTC)


def test_a_moment_may_be_typed_the_dutch_way() -> None:
    assert moment("10-03-2026 10:00") == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    assert moment(" 10-03-2026 10.00 ") == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def test_the_hour_that_comes_twice_is_read_as_the_first() -> None:
    assert moment("2026-10-25T02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_hour_that_does_not_exist_is_refused() -> None:
    form = ArrestForm({**RIGHT, "at": "2026-03-29T02:30"})
    assert "Dit moment bestaat niet" in form.errors["at"][0]


@pytest.mark.parametrize("typed", ["gisteren", "2026-13-01T10:00", "10:00", "31-02-2026 10:00"])
def test_what_is_no_moment_gets_an_example(typed: str) -> None:
    assert ArrestForm({**RIGHT, "at": typed}).errors["at"] == [
        "Dit is geen geldig moment. Voorbeeld: 10-03-2026 14:02."
    ]


def test_a_stored_moment_is_shown_on_the_amsterdam_clock() -> None:
    form = ArrestForm(initial={"at": datetime(2026, 3, 10, 9, 0, tzinfo=UTC)})
    assert 'value="2026-03-10T10:00"' in str(form["at"])


def test_a_message_names_its_field() -> None:
    errors = ArrestForm({}).errors
    assert errors["name"] == ["Naam: vul dit in."]
    assert errors["access"] == ["Toegang tot het slachtoffer? maak een keuze."]


def test_a_message_of_the_form_itself_is_kept() -> None:
    class Own(BaseForm):
        name = forms.CharField(error_messages={"required": "Zonder naam kan het niet."})

    assert Own({}).errors["name"] == ["Zonder naam kan het niet."]


def test_unknown_is_an_answer_and_leaving_it_open_is_not() -> None:
    assert ArrestForm(RIGHT).is_valid()
    assert "access" in ArrestForm({**RIGHT, "access": ""}).errors


def test_every_error_is_a_link_to_its_field_and_is_tied_to_it() -> None:
    html = str(ArrestForm({**RIGHT, "name": ""}))
    assert '<a class="utrecht-link utrecht-link--html-a" href="#id_name">Naam: vul dit in.</a>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_group_of_choices_is_a_fieldset_with_its_question() -> None:
    html = ArrestForm({**RIGHT, "access": ""})["access"].as_field_group()
    assert "<legend" in html
    assert 'id="id_access"' in html
    assert 'aria-describedby="id_access_error"' in html


def test_what_a_service_refuses_stands_on_the_field_it_is_about() -> None:
    form = ArrestForm(RIGHT)
    form.is_valid()
    form.take_errors(
        InvalidInput({"name": ["Deze naam is te kort."], "": ["Er is al een zaak."], "elders": ["Iets."]})
    )
    assert form.errors["name"] == ["Deze naam is te kort."]
    assert form.non_field_errors() == ["Er is al een zaak.", "Iets."]
    assert "Er is al een zaak." in str(form)


def test_a_long_list_works_as_an_ordinary_select_without_script() -> None:
    html = str(ArrestForm()["offence"])
    assert "data-combobox" in html
    assert '<option value="285b">Belaging</option>' in html

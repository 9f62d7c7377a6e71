from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.masks import DOTS, mask_address, mask_addresses, mask_phone


@pytest.mark.parametrize(
    ("street", "house", "label"),
    [
        ("Липовая улица", "8", "Лип••• 8"),
        ("ул. Первая", "8", "Пер••• 8"),
        ("ул.Вторая", "8", "Вто••• 8"),
        ("УЛИЦА Вторая", "8", "Вто••• 8"),
        ("пр-т Вернадского", "8", "Вер••• 8"),
        ("просп. Вернадского", "8", "Вер••• 8"),
        ("Столярный пер.", "8", "Сто••• 8"),
        ("б-р Рокоссовского", "1", "Рок••• 1"),
        ("шоссе Энтузиастов", "5", "Энт••• 5"),
        ("наб. реки Фонтанки", "5", "рек••• 5"),
        ("ул. 8 Марта", "12", "8 М••• 12"),
        ("1-я Парковая ул.", "8", "1-я••• 8"),
        ("ул. Мира", "8к2", "Ми••• 8к2"),
        ("Б", "1", "Б••• 1"),
        ("Набережная улица", "3", "Наб••• 3"),
        ("г. Москва, ул. Первая", "8", "Пер••• 8"),
        ("High Street", "8", "Hi••• 8"),
        ("St. James Street", "8", "Jam••• 8"),
        ("Station Rd.", "8", "Sta••• 8"),
        ("rue de la Paix", "8", "Pa••• 8"),
        ("rue de l’Opéra", "8", "Opé••• 8"),
        ("via Garibaldi", "8", "Gar••• 8"),
        ("Lindenstraße", "8", "Lin••• 8"),
        ("中山路", "12号", "中山••• 12号"),
        ("", "", "•••"),
        ("улица", "", "ули•••"),
        ("ул. Первая", " дом 8 ", "Пер••• 8"),
        ("ул. Первая", "8, кв. 15, домофон 1234", "Пер••• 8"),
        ("ул. Первая", "8 кв 15", "Пер••• 8"),
        ("ул. Первая", "8 корпус 12 строение 44", "Пер••• 8•••"),
    ],
)
def test_a_mask_shows_the_first_letters_of_the_name_itself(
    street: str, house: str, label: str
) -> None:
    assert mask_address(street, house) == label


@pytest.mark.parametrize(
    ("addresses", "labels"),
    [
        ((("М", "ул. Первая", "8"), ("М", "ул. Вторая", "8")), ("Пер••• 8", "Вто••• 8")),
        (
            (("М", "Первая", "8"), ("М", "Первомайская", "8")),
            ("Пер•••а••• 8", "Пер•••о••• 8"),
        ),
        (
            (("М", "Большая Садовая", "8"), ("М", "Большая Никитская", "8"), ("М", "Мира", "1")),
            ("Бол•••С••• 8", "Бол•••Н••• 8", "Ми••• 1"),
        ),
        (
            (("г. Москва", "ул. Мира", "8"), ("Тверь", "Мира", "8")),
            ("Ми••• 8, М•••", "Ми••• 8, Т•••"),
        ),
        (
            (("Тверь", "ул. Мира", "8"), ("Тверь", "пр. Мира", "8")),
            ("Ми••• 8 (1)", "Ми••• 8 (2)"),
        ),
        ((), ()),
    ],
)
def test_one_customers_addresses_are_told_apart_and_still_masked(
    addresses: tuple[tuple[str, str, str], ...], labels: tuple[str, ...]
) -> None:
    assert mask_addresses(addresses) == labels


words = st.text(alphabet="абвг .,-1улeз\u202e中", max_size=12)


@given(st.lists(st.tuples(words, words, words), max_size=5))
def test_no_two_masks_are_the_same_and_none_is_the_address(
    addresses: list[tuple[str, str, str]],
) -> None:
    labels = mask_addresses(addresses)
    assert len(set(labels)) == len(addresses)
    for label, (_, street, _) in zip(labels, addresses, strict=True):
        assert DOTS in label
        assert len(street) < 2 or street not in label.partition(DOTS)[0]


@pytest.mark.parametrize(
    ("phone", "label"),
    [
        ("+79001230417", "•• •• 04 17"),
        ("+4534412345", "•• •• 23 45"),
        ("+6834567", "•• •• •• 67"),  # Niue: four digits are the whole number
        ("+290", "••••"),
        ("", "••••"),
    ],
)
def test_a_masked_phone_shows_its_end(phone: str, label: str) -> None:
    assert mask_phone(phone) == label

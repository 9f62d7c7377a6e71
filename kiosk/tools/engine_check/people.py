"""Identity: who is found by what, what a search gives away, and what has been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from kiosk.domain.customers import Recognition
from kiosk.hub.engines.port import By, Customer, Customers, HistoryPage
from kiosk.tools.engine_check.kit import Bench, Person, at_once, check, expect, same, there

LIMIT = 50
NOBODY = (
    *("", " ", "%", "_", "*", "?", "0", "null", "None", "' OR '1'='1", '" OR ""="', "\\"),
    *("a" * 5_000, "9" * 30, "\u202e", "Ω" * 40, "00000000-0000-0000-0000-000000000000"),
)


def find(bench: Bench, by: By, value: str) -> Customer:
    """Look somebody up who is there."""
    return there(bench.engine.customer(by, value), f"the customer with this {by.value}")


def found(bench: Bench, text: str) -> list[str]:
    """Return the ids of who a search finds."""
    return [one.customer.id for one in bench.engine.find_customers(text, LIMIT)]


def keys(who: Person) -> dict[By, str]:
    """Return what somebody is looked up by."""
    return {By.ID: who.id, By.CARD: who.card, By.PHONE: who.phone, By.EMAIL: who.email}


def by(how: By) -> Callable[[Bench], None]:
    """Make the check of one way to look up."""

    def run(bench: Bench) -> None:
        for who in bench.people:
            same(find(bench, how, keys(who)[how]).id, who.id)

    run.__doc__ = f"A customer is found by {how.value}."
    return run


for way in By:
    check(Customers)(by(way))


@check(Customers)
def any_case(bench: Bench) -> None:
    """An e-mail address is found in any case."""
    for who in bench.people:
        same(find(bench, By.EMAIL, who.email.upper()).id, who.id)


@check(Customers)
def one_customer(bench: Bench) -> None:
    """Whichever way a customer is found, it is the same customer."""
    for who in bench.people:
        first = find(bench, By.ID, who.id)
        for how, value in keys(who).items():
            same(find(bench, how, value), first, how.value)


@check(Customers)
def as_told(bench: Bench) -> None:
    """A customer has the card, the phone, the names and the basket that the shop gave them."""
    for who in bench.people:
        one = find(bench, By.ID, who.id)
        told = (one.card_number, one.phone, one.first_name, one.last_name, one.basket_id)
        same(told, (who.card, who.phone, who.first_name, who.last_name, who.basket_id))


@check(Customers)
def apart(bench: Bench) -> None:
    """Two customers share neither id nor card nor basket."""
    for of in ("id", "card_number", "basket_id"):
        values = [getattr(find(bench, By.ID, who.id), of) for who in bench.people]
        same(len(set(values)), len(values), of)


@check(Customers)
def nobody(bench: Bench) -> None:
    """What nobody has finds nobody, however it is written."""
    for how in By:
        for value in NOBODY:
            expect(bench.engine.customer(how, value) is None, f"{how} {value[:20]!r} is found")


@check(Customers)
def no_part(bench: Bench) -> None:
    """A part of a card, a phone or an address finds nobody."""
    for how, value in keys(bench.people[0]).items():
        for part in (value[:-1], value[1:], f"{value[:-1]}%", f"{value}0", f" {value[1:]}"):
            expect(bench.engine.customer(how, part) is None, f"a part of the {how.value} is enough")


@check(Customers)
def no_other_key(bench: Bench) -> None:
    """A card's number is no id, and a phone's no card."""
    who = keys(bench.people[0])
    for how in By:
        for other, value in who.items():
            if other is not how:
                expect(bench.engine.customer(how, value) is None, f"{other.value} as {how.value}")


@check(Customers)
def times(bench: Bench) -> None:
    """Times and days of a customer are ISO 8601, points of a moment in UTC."""
    for who in bench.people:
        one = find(bench, By.ID, who.id)
        date.fromisoformat(one.since)
        offset = datetime.fromisoformat(one.points_as_of).utcoffset()
        expect(offset is not None and not offset, "points_as_of is not in UTC")


@check(Customers)
def addresses(bench: Bench) -> None:
    """Each known address has a reference of its own, a street and a house."""
    for who in bench.people:
        known = find(bench, By.ID, who.id).addresses
        same(len({one.ref for one in known}), len(known), "references")
        expect(all(one.ref and one.street and one.house for one in known), "a part is missing")


@check(Customers)
def card_alone(bench: Bench) -> None:
    """Who only shows a card is told no address."""
    for who in bench.people:
        account = find(bench, By.CARD, who.card).account(Recognition.RECOGNISED)
        same(account.addresses, ())


@check(Customers)
def not_in_logs(bench: Bench) -> None:
    """A customer that gets into a log says no name, phone, e-mail or address there."""
    for who in bench.people:
        one = find(bench, By.ID, who.id)
        shown = repr(one)
        for told in (who.phone, who.email, who.last_name, *(a.street for a in one.addresses)):
            expect(not told or told not in shown, "personal data in the representation")


@check(Customers)
def steady(bench: Bench) -> None:
    """Asked twice, the same is answered."""
    for who in bench.people:
        same(find(bench, By.CARD, who.card), find(bench, By.CARD, who.card))


@check(Customers)
def last_name(bench: Bench) -> None:
    """Staff find a customer by last name, in any case."""
    for who in bench.people:
        for text in (who.last_name, who.last_name.upper(), who.last_name.lower()):
            expect(who.id in found(bench, text), f"{text!r} does not find them")


@check(Customers)
def whole_name(bench: Bench) -> None:
    """Staff find a customer by both names, in either order."""
    for who in bench.people:
        for text in (f"{who.first_name} {who.last_name}", f"{who.last_name} {who.first_name}"):
            expect(who.id in found(bench, text), "the name does not find them")


@check(Customers)
def phone_digits(bench: Bench) -> None:
    """Staff find a customer by the last four digits of the phone."""
    for who in bench.people:
        expect(who.id in found(bench, who.phone[-4:]), "the digits do not find them")


@check(Customers)
def whole_card(bench: Bench) -> None:
    """Staff find a customer by the whole card, and by no part of it alone."""
    who = bench.people[0]
    same(found(bench, who.card), [who.id])
    part = who.card[:-2]
    expect(part in who.phone or who.id not in found(bench, part), "a part of the card is enough")


@check(Customers)
def no_list(bench: Bench) -> None:
    """A search for too little, for signs or for nothing lists nobody."""
    for text in (*("", " ", "1", "123", "%", "%%%%", "____"), *("*", "\x00", "a\x00", "'", "--")):
        same(found(bench, text), [], f"search for {text!r}")


@check(Customers)
def no_more(bench: Bench) -> None:
    """A search returns no more than it is asked for."""
    text = bench.people[0].first_name
    same(len(bench.engine.find_customers(text, 1)), 1)


@check(Customers)
def newest_first(bench: Bench) -> None:
    """The history comes newest first, each event once and with a time in UTC."""
    for who in bench.people:
        events = bench.engine.history(who.id).events
        moments = [datetime.fromisoformat(event.at) for event in events]
        same(moments, sorted(moments, reverse=True), "times")
        same(len({event.id for event in events}), len(events), "ids")
        expect(all(moment.utcoffset() is not None for moment in moments), "no time zone")


@check(Customers)
def page_by_page(bench: Bench) -> None:
    """The history read page by page is the whole history."""
    for who in bench.people:
        whole = bench.engine.history(who.id).events
        for size in (1, 3):
            read: list[object] = []
            page: HistoryPage = bench.engine.history(who.id, "", size)
            while True:
                expect(len(page.events) <= size, "more than asked for")
                read += page.events
                if not page.next or len(read) > len(whole):
                    break
                page = bench.engine.history(who.id, page.next, size)
            same(read, list(whole), f"by {size}")


@check(Customers)
def no_history(bench: Bench) -> None:
    """Nobody has no history."""
    for value in NOBODY:
        same(bench.engine.history(value), HistoryPage((), ""))


@check(Customers)
def own_history(bench: Bench) -> None:
    """No event is in the histories of two customers."""
    first, second = (
        {event.id for event in bench.engine.history(who.id).events} for who in bench.people[:2]
    )
    expect(first.isdisjoint(second), "a shared event")


@check(Customers)
def burst(bench: Bench) -> None:
    """Two hundred look-ups by twelve callers at once each find the right one."""
    wanted = [bench.people[turn % len(bench.people)] for turn in range(200)]
    calls = [partial(find, bench, By.CARD, who.card) for who in wanted]
    same([one.id for one in at_once(calls)], [who.id for who in wanted])

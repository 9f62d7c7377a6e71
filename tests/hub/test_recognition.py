"""Who may see what of a customer: a card recognises, only a proof opens.

That is docs/architecture.md, rule 11.
"""

from __future__ import annotations

from datetime import timedelta

import httpx

from kiosk.hub.keys import app_code_for
from kiosk.hub.serve import HubServer
from kiosk.hub.storage.guessing import UNKNOWN_ALLOWED, UNKNOWN_WITHIN
from tests.hub.calling import Clock, Enrol, Terminal

CARD = "2990000000018"
SECRETS = ("Ёлкина", "Липовая", "Лип", "220", "Секретное", "home")


def _prove(
    hub: HubServer, terminal: Terminal, clock: Clock, customer: str = "cust-1"
) -> httpx.Response:
    code = app_code_for(hub.commerce, hub.keys, customer, clock())
    return terminal.ask("POST", "/customers/prove", {"app_code": code})


def test_a_photographed_card_reveals_no_more_than_first_name_tier_points_and_basket(
    terminal: Terminal,
) -> None:
    answer = terminal.ask("POST", "/customers/recognise", {"card_number": CARD})
    grant = answer.json()["grant"]
    profile = terminal.ask("GET", "/customers/me", Kiosk_Grant=grant)
    basket = terminal.ask("GET", "/baskets/basket-1", Kiosk_Grant=grant)
    assert answer.json()["account"]["first_name"] == "Анна"
    assert answer.json()["account"]["recognition"] == "recognised"
    assert (profile.status_code, profile.json()["code"]) == (403, "forbidden")
    assert basket.status_code == 200
    for secret in SECRETS:
        assert secret not in answer.text + profile.text + basket.text


def test_a_signed_code_opens_the_account_with_masked_addresses(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    granted = _prove(hub, terminal, clock).json()
    profile = terminal.ask("GET", "/customers/me", Kiosk_Grant=granted["grant"])
    assert granted["account"]["recognition"] == "proven"
    assert granted["account"]["addresses"] == [{"ref": "home", "label": "Лип••• 8"}]
    assert profile.json()["history"][0]["text"] == "Секретное платье"
    assert profile.json()["phone"] == "•• •• 22 01"
    assert "Липовая" not in profile.text


def test_a_forged_or_old_code_opens_nothing(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    code = app_code_for(hub.commerce, hub.keys, "cust-1", clock())
    signed, _, signature = code.rpartition(".")
    other = "B" if signature.startswith("A") else "A"
    forgery = {"app_code": f"{signed}.{other}{signature[1:]}"}
    forged = terminal.ask("POST", "/customers/prove", forgery)
    clock.ahead = timedelta(hours=25)
    old = terminal.ask("POST", "/customers/prove", {"app_code": code})
    assert (forged.status_code, forged.json()["code"]) == (422, "app_code_invalid")
    assert (old.status_code, old.json()["code"]) == (422, "app_code_expired")


def test_an_unknown_card_is_said_to_be_unknown(terminal: Terminal) -> None:
    answer = terminal.ask("POST", "/customers/recognise", {"card_number": "2990000000094"})
    assert (answer.status_code, answer.json()["code"]) == (404, "card_unknown")


def test_guessing_card_numbers_locks_cards_at_that_terminal_for_a_while(
    terminal: Terminal, enrol: Enrol, clock: Clock
) -> None:
    def recognise(at: Terminal, number: str) -> tuple[int, str]:
        answer = at.ask("POST", "/customers/recognise", {"card_number": number})
        return answer.status_code, answer.json().get("code", "")

    guesses = [recognise(terminal, f"29900{n:08d}") for n in range(UNKNOWN_ALLOWED)]
    assert set(guesses) == {(404, "card_unknown")}
    assert recognise(terminal, CARD) == (423, "card_locked")
    assert recognise(enrol("T2"), CARD)[0] == 200
    clock.ahead = UNKNOWN_WITHIN
    assert recognise(terminal, "2990000000094") == (404, "card_unknown")
    assert recognise(terminal, CARD)[0] == 200


def test_a_known_card_between_the_guesses_wins_no_more_of_them(terminal: Terminal) -> None:
    numbers = [n for guess in range(UNKNOWN_ALLOWED) for n in (f"29900{guess:08d}", CARD)]
    codes = [
        terminal.ask("POST", "/customers/recognise", {"card_number": n}).status_code
        for n in numbers
    ]
    assert codes == [404, 200] * (UNKNOWN_ALLOWED - 1) + [404, 423]


def test_a_grant_is_worth_nothing_at_another_terminal(
    hub: HubServer, terminal: Terminal, clock: Clock, enrol: Enrol
) -> None:
    grant = _prove(hub, terminal, clock).json()["grant"]
    answer = enrol("T2").ask("GET", "/customers/me", Kiosk_Grant=grant)
    assert (answer.status_code, answer.json()["code"]) == (403, "grant_ended")


def test_a_grant_lives_half_an_hour_after_its_last_use(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    grant = _prove(hub, terminal, clock).json()["grant"]
    statuses = []
    for minutes in (20, 40, 75):
        clock.ahead = timedelta(minutes=minutes)
        statuses.append(terminal.ask("GET", "/customers/me", Kiosk_Grant=grant).status_code)
    assert statuses == [200, 200, 403]


def test_the_end_of_a_session_ends_its_grant(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    grant = _prove(hub, terminal, clock).json()["grant"]
    ended = [terminal.ask("DELETE", "/grants/current", Kiosk_Grant=grant) for _ in range(2)]
    assert [answer.status_code for answer in ended] == [204, 204]
    assert terminal.ask("GET", "/customers/me", Kiosk_Grant=grant).status_code == 403


def test_staff_find_customers_by_name_phone_or_card(terminal: Terminal) -> None:
    wanted = {
        "ёлкин": ["cust-1"],
        "ЕЛКИНА АННА": ["cust-1"],
        "анна елк": ["cust-1"],
        "8 (900) 111-22-02": ["cust-2"],
        "+٧ 900 111 22 02": ["cust-2"],
        "2201": ["cust-1"],
        "2990000000025": ["cust-2"],
        "100%_p": ["cust-2"],
        "%%": [],
        "__": [],
        "0": [],
        "' OR 1=1 --": [],
    }
    headers = {"Kiosk-Staff": terminal.sign_in()["grant"]}
    found = {}
    for query in wanted:
        answer = terminal.http.get("/v1/customers", params={"query": query}, headers=headers)
        found[query] = [row["customer_id"] for row in answer.json()]
    assert found == wanted


NO_NAMES = [
    *("\0", "\0\0", "\0" * 100, "\0%", "\0\0\0\0", "анна\0", "\0анна", "а\0", "2201\0"),
    *(
        "\x01\x02",
        "\x1f\x1f",
        "\x7f\x7f",
        "\x85\x85",
        "\u200b\u200b",
        "\ufeff\ufeff",
        "\ue000\ue000",
    ),
    *(
        "",
        "  ",
        "\t\n",
        "\u00a0\u00a0",
        "\u3000\u3000",
        "--",
        "''",
        '""',
        "..",
        "((",
        "//",
        "\\\\",
    ),
    *("%%", "__", "%_", "**", "??", "а%", "%а%", "_а", "\u0301\u0301", "\ud7ff\uffff", "😀😀"),
    *("٠٠٠٠", "०००", "½", "²²²²"),
]


def test_a_search_for_what_is_no_name_or_number_finds_nobody(terminal: Terminal) -> None:
    headers = {"Kiosk-Staff": terminal.sign_in()["grant"]}
    for query in NO_NAMES:
        answer = terminal.http.get("/v1/customers", params={"query": query}, headers=headers)
        assert (answer.status_code, answer.json()) == (200, []), ascii(query)


def test_signs_that_nobody_sees_hide_nobody(terminal: Terminal) -> None:
    headers = {"Kiosk-Staff": terminal.sign_in()["grant"]}
    for query in ("\ufeffАнна", "Ан\u00adна", "\u200eЁлкина\n", "Анна\tЁлкина"):
        answer = terminal.http.get("/v1/customers", params={"query": query}, headers=headers)
        assert [row["customer_id"] for row in answer.json()] == ["cust-1"], ascii(query)


def test_nobody_searches_customers_without_signing_in(terminal: Terminal) -> None:
    answer = terminal.ask("GET", "/customers?query=anna", Kiosk_Staff="guess")
    assert (answer.status_code, answer.json()["code"]) == (403, "grant_ended")


def test_an_assistant_opens_a_customer_until_signing_out(terminal: Terminal) -> None:
    staff = terminal.sign_in()["grant"]
    granted = terminal.ask("POST", "/customers/cust-1/open", Kiosk_Staff=staff).json()
    profile = terminal.ask("GET", "/customers/me", Kiosk_Grant=granted["grant"])
    assert terminal.ask("DELETE", "/staff/current", Kiosk_Staff=staff).status_code == 204
    refused = terminal.ask("POST", "/customers/cust-2/open", Kiosk_Staff=staff)
    assert granted["account"]["recognition"] == "proven"
    assert profile.json()["last_name"] == "Ёлкина"
    assert refused.status_code == 403


def test_five_wrong_pins_lock_a_number_for_five_minutes(terminal: Terminal, clock: Clock) -> None:
    wrong, right = {"number": "17", "pin": "0000"}, {"number": "2991000000017", "pin": "4711"}
    codes = [terminal.ask("POST", "/staff/sign-in", wrong).json()["code"] for _ in range(6)]
    locked = terminal.ask("POST", "/staff/sign-in", right)
    clock.ahead = timedelta(minutes=6)
    later = terminal.ask("POST", "/staff/sign-in", right)
    assert codes == ["sign_in_failed"] * 5 + ["sign_in_locked"]
    assert locked.json()["code"] == "sign_in_locked"
    assert (later.status_code, later.json()["name"]) == (200, "Vera")


def test_an_unknown_number_fails_like_a_wrong_pin(terminal: Terminal) -> None:
    answer = terminal.ask("POST", "/staff/sign-in", {"number": "99", "pin": "4711"})
    assert (answer.status_code, answer.json()["code"]) == (422, "sign_in_failed")

"""Message codes as sentences: what happened, what is safe, what to do now.

Codes come from `kiosk.errors`, the services, the hub’s problems and the devices. Arguments
are data: they are put in as they are and shown as plain text.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.words.staff_messages import OTHERWISE, TO_STAFF
from kiosk.words.translations import QT_TRANSLATE_NOOP, filled, translated

_SENTENCES: dict[str, str] = {
    # scanning
    "code_empty": QT_TRANSLATE_NOOP(
        "Messages", "Nothing was read. Hold the code to the scanner once more."
    ),
    "code_checksum": QT_TRANSLATE_NOOP(
        "Messages", "The code was read with an error. Hold it to the scanner once more."
    ),
    "code_not_ours": QT_TRANSLATE_NOOP(
        "Messages", "This code is not from our shop. Find the item by its name instead."
    ),
    "code_too_long": QT_TRANSLATE_NOOP(
        "Messages", "This code is not from our shop. Find the item by its name instead."
    ),
    "code_link": QT_TRANSLATE_NOOP(
        "Messages",
        "This is a web link ({about}), not a product. "
        "We don’t open links. Scan the barcode on the label.",
    ),
    "slip_scanned": QT_TRANSLATE_NOOP(
        "Messages", "This is the receipt of order {about}. Show it to an assistant."
    ),
    "slip_elsewhere": QT_TRANSLATE_NOOP(
        "Messages", "Order {about} was not taken on this device, or is no longer kept here."
    ),
    "piece_in_basket": QT_TRANSLATE_NOOP(
        "Messages", "This exact item is already in your basket. Nothing was added."
    ),
    "help_wanted": QT_TRANSLATE_NOOP("Messages", "Terminal {terminal}: a shopper needs help"),
    "product_gone": QT_TRANSLATE_NOOP(
        "Messages", "This item is no longer sold. Everything else is as it was."
    ),
    "picture_wrong": QT_TRANSLATE_NOOP(
        "Messages", "This picture came damaged. Everything else is as it was."
    ),
    "catalogue_missing": QT_TRANSLATE_NOOP(
        "Messages", "The catalogue is not here yet. All opens by itself when it comes."
    ),
    # identifying
    "card_locked": QT_TRANSLATE_NOOP(
        "Messages",
        "Too many unknown cards were scanned here. Wait ten minutes, or show the code in the app.",
    ),
    "card_unknown": QT_TRANSLATE_NOOP(
        "Messages", "We do not know this card. You can go on and order without it."
    ),
    "card_kept": QT_TRANSLATE_NOOP("Messages", "Card read; points will be added to your order."),
    "app_code_expired": QT_TRANSLATE_NOOP(
        "Messages", "This code has expired. Open the app for a fresh one and scan that."
    ),
    "app_code_invalid": QT_TRANSLATE_NOOP(
        "Messages", "We cannot trust this code. Open the code in our app and scan it again."
    ),
    "customer_other": QT_TRANSLATE_NOOP(
        "Messages", "Another card is in use. End the session first, then scan yours."
    ),
    "signed_in": QT_TRANSLATE_NOOP("Messages", "{name}, you are signed in."),
    "signed_in_address": QT_TRANSLATE_NOOP(
        "Messages", "{name}, you are signed in. Your address is here."
    ),
    "basket_here": QT_TRANSLATE_NOOP("Messages", "Your web basket is here."),
    "proof_needed": QT_TRANSLATE_NOOP(
        "Messages", "To use a saved address, scan the code in our app."
    ),
    "proof_missing": QT_TRANSLATE_NOOP(
        "Messages", "To use a saved address, scan the code in our app."
    ),
    # basket and checkout
    "basket_empty": QT_TRANSLATE_NOOP("Messages", "The basket is empty. Scan an item first."),
    "basket_unknown": QT_TRANSLATE_NOOP(
        "Messages", "The web basket cannot be opened now. What you chose here is safe."
    ),
    "basket_changed": QT_TRANSLATE_NOOP(
        "Messages", "The web basket has just changed. Look at it once more."
    ),
    "prices_changed": QT_TRANSLATE_NOOP("Messages", "Prices in the basket have changed. {total}"),
    "prices_moved": QT_TRANSLATE_NOOP(
        "Messages", "Prices in the basket have changed: the basket shows which."
    ),
    "line_sold_out": QT_TRANSLATE_NOOP(
        "Messages", "There is not enough of “{name}”. Choose another way or a smaller quantity."
    ),
    "phone_invalid": QT_TRANSLATE_NOOP(
        "Messages",
        "Nobody is reached by the phone number in this order. Ask the customer for another one, "
        "then take the order anew.",
    ),
    "phone_missing": QT_TRANSLATE_NOOP(
        "Messages", "Enter a phone number: the shop calls it about the order."
    ),
    "phone_letters": QT_TRANSLATE_NOOP(
        "Messages", "A phone number is digits alone. Enter it without words or letters."
    ),
    "phone_several": QT_TRANSLATE_NOOP(
        "Messages", "This is more than one phone number. Enter one of them."
    ),
    "phone_country": QT_TRANSLATE_NOOP(
        "Messages",
        "No country has this code. Check the digits. It should look like this: {example}",
    ),
    "phone_too_short": QT_TRANSLATE_NOOP(
        "Messages", "Digits are missing in this phone number. It should look like this: {example}"
    ),
    "phone_too_long": QT_TRANSLATE_NOOP(
        "Messages",
        "This phone number has too many digits. It should look like this: {example}; "
        "a number of another country begins with “+”.",
    ),
    "phone_not_there": QT_TRANSLATE_NOOP(
        "Messages",
        "There is no such phone number. It should look like this: {example}; "
        "a number of another country begins with “+”.",
    ),
    "phone_costly": QT_TRANSLATE_NOOP(
        "Messages", "Calls to this number cost extra. Enter an ordinary one, like {example}."
    ),
    "address_incomplete": QT_TRANSLATE_NOOP(
        "Messages", "Enter the city, the street and the house."
    ),
    "city_missing": QT_TRANSLATE_NOOP("Messages", "Enter the city."),
    "street_missing": QT_TRANSLATE_NOOP("Messages", "Enter the street."),
    "house_missing": QT_TRANSLATE_NOOP("Messages", "Enter the house number."),
    "line_short": QT_TRANSLATE_NOOP(
        "Messages", "Only {left} of “{name}” can be had this way. Take fewer or choose another way."
    ),
    "line_full": QT_TRANSLATE_NOOP(
        "Messages", "At most {most} of one item can be ordered at once."
    ),
    "offline_line_full": QT_TRANSLATE_NOOP(
        "Messages",
        "Without the network we take at most {most} of “{name}” at once. "
        "Lower the quantity in the basket, then order.",
    ),
    "offline_total": QT_TRANSLATE_NOOP(
        "Messages",
        "Without the network we take orders up to {most}. "
        "Take something out, or wait for the network: the basket stays as it is.",
    ),
    "slot_missing": QT_TRANSLATE_NOOP("Messages", "Choose when to deliver."),
    "payment_impossible": QT_TRANSLATE_NOOP("Messages", "Choose how to pay."),
    "order_invalid": QT_TRANSLATE_NOOP(
        "Messages",
        "The shop cannot carry out this order as it is. "
        "An assistant can put it right at this terminal.",
    ),
    "order_id_reused": QT_TRANSLATE_NOOP(
        "Messages",
        "The shop cannot carry out this order as it is. "
        "An assistant can put it right at this terminal.",
    ),
    "price_refused": QT_TRANSLATE_NOOP(
        "Messages",
        "A price has changed meanwhile. "
        "An assistant can put the order right with you at this terminal.",
    ),
    # network and hub
    "offline": QT_TRANSLATE_NOOP(
        "Messages",
        "No network right now. Browse and order as usual\u00a0— we’ll confirm later.",
    ),
    "online_again": QT_TRANSLATE_NOOP("Messages", "The network is back."),
    "hub_unreachable": QT_TRANSLATE_NOOP(
        "Messages", "The shop’s server cannot be reached. Nothing is lost; please try again."
    ),
    "hub_nonsense": QT_TRANSLATE_NOOP(
        "Messages",
        "The network answers, but not our server. Nothing is lost; please tell an assistant.",
    ),
    "server_error": QT_TRANSLATE_NOOP(
        "Messages", "The shop’s server has a problem. Nothing is lost; please try again."
    ),
    "unauthorised": QT_TRANSLATE_NOOP(
        "Messages", "This terminal is not connected to the shop. Staff, please call IT."
    ),
    "terminal_revoked": QT_TRANSLATE_NOOP(
        "Messages", "This terminal was taken out of service. Orders on it are kept; call IT."
    ),
    "forbidden": QT_TRANSLATE_NOOP("Messages", "This is not allowed here."),
    "grant_ended": QT_TRANSLATE_NOOP(
        "Messages", "Access to the account has ended. Scan the card or the code again."
    ),
    "not_found": QT_TRANSLATE_NOOP("Messages", "The server does not know this any more."),
    "bad_request": QT_TRANSLATE_NOOP(
        "Messages", "The server did not understand. Nothing was changed; please tell an assistant."
    ),
    "enrolment_code_unknown": QT_TRANSLATE_NOOP(
        "Messages", "This enrolment code is unknown or was used before. Ask for a new one."
    ),
    "terminal_has_orders": QT_TRANSLATE_NOOP(
        "Messages", "Orders of this terminal lie on it: it cannot become another one yet."
    ),
    "changes_gone": QT_TRANSLATE_NOOP("Messages", "A new catalogue is being fetched."),
    # a catalogue file that is not taken: why, and who can mend it
    "snapshot_unsigned": QT_TRANSLATE_NOOP(
        "Messages", "It does not bear our server’s signature, so it cannot be trusted. Tell IT."
    ),
    "snapshot_expired": QT_TRANSLATE_NOOP(
        "Messages",
        "What came was an old copy, or this device’s clock is wrong. "
        "We try again by ourselves; if this stays, tell IT.",
    ),
    "snapshot_older": QT_TRANSLATE_NOOP(
        "Messages",
        "The server offers an older one than it should. "
        "We try again by ourselves; if this stays, tell IT.",
    ),
    "snapshot_damaged": QT_TRANSLATE_NOOP(
        "Messages", "It came damaged. We fetch it again by ourselves; if this stays, tell IT."
    ),
    "snapshot_schema": QT_TRANSLATE_NOOP(
        "Messages", "It is made for another version of this program. Tell IT."
    ),
    "app_too_old": QT_TRANSLATE_NOOP(
        "Messages",
        "It needs a newer version of this program. Tell IT: this device needs an update.",
    ),
    # the terminal’s own store
    "busy": QT_TRANSLATE_NOOP(
        "Messages", "This terminal has too much to do. Nothing was changed: try again in a moment."
    ),
    "store_full": QT_TRANSLATE_NOOP(
        "Messages",
        "This terminal’s disk is full: the order was not taken and nothing was charged. "
        "Your basket is as it was; please call staff.",
    ),
    "store_unreadable": QT_TRANSLATE_NOOP(
        "Messages", "This terminal cannot open its data. They were not touched; call IT."
    ),
    "store_busy": QT_TRANSLATE_NOOP(
        "Messages", "This terminal’s data are in use by another program. Nothing was changed."
    ),
    "store_too_new": QT_TRANSLATE_NOOP(
        "Messages", "The data are of a newer version of this program. Nothing was changed."
    ),
    "store_key_lost": QT_TRANSLATE_NOOP(
        "Messages", "The key to this terminal’s data is missing. They were not touched; call IT."
    ),
    "scanner_kept": QT_TRANSLATE_NOOP("Messages", "Saved. The scanner is ready."),
    "scanner_kept_faulty": QT_TRANSLATE_NOOP(
        "Messages", "Saved, but the scanner needs changes: see the yellow notes."
    ),
    "scanner_kept_unmarked": QT_TRANSLATE_NOOP(
        "Messages", "Saved. For goods with marking codes, scan code 2 as well."
    ),
    "scanner_of_another_kind": QT_TRANSLATE_NOOP(
        "Messages", "Only keyboard scanners are set up here. This one needs no set-up."
    ),
    "scanner_not_kept": QT_TRANSLATE_NOOP(
        "Messages",
        "The settings could not be saved: the disk may be full. The scanner works as before.",
    ),
    # staff
    "sign_in_failed": QT_TRANSLATE_NOOP("Messages", "The number or the PIN is wrong. Try again."),
    "sign_in_locked": QT_TRANSLATE_NOOP(
        "Messages", "Too many attempts. Wait five minutes, then try again."
    ),
    "sign_in_first": QT_TRANSLATE_NOOP("Messages", "Sign in first, then scan this again."),
    "sign_in_ended": QT_TRANSLATE_NOOP(
        "Messages", "Your sign-in has run out. Sign out, then sign in again; nothing is lost."
    ),
    "shopper_first": QT_TRANSLATE_NOOP("Messages", "Staff: to sign in, first press “End session”."),
    "staff_at_work": QT_TRANSLATE_NOOP(
        "Messages", "Staff are at work here. Press “Sign out” first, then scan again."
    ),
    "order_cancelled": QT_TRANSLATE_NOOP(
        "Messages", "The order is cancelled; it is not carried out."
    ),
    "mend_without_account": QT_TRANSLATE_NOOP(
        "Messages",
        "The customer’s account cannot be opened now. Scan their card, or take their phone number.",
    ),
    "badge_other": QT_TRANSLATE_NOOP(
        "Messages", "Somebody is signed in. Sign out first, then scan the other badge."
    ),
    "customer_unknown": QT_TRANSLATE_NOOP("Messages", "The server does not know this customer."),
    # printer
    "device_floods": QT_TRANSLATE_NOOP(
        "Messages",
        "A scanner or keyboard sends without end and is not listened to. "
        "Nothing was changed. Unplug it and plug it in again, or call an assistant.",
    ),
    "printer_paper_out": QT_TRANSLATE_NOOP(
        "Messages",
        "The printer is out of paper. Your order stands: note its number, or take a picture of it.",
    ),
    "printer_cover_open": QT_TRANSLATE_NOOP(
        "Messages",
        "The printer’s cover is open. Your order stands: note its number, or take a picture of it.",
    ),
    "printer_silent": QT_TRANSLATE_NOOP(
        "Messages",
        "The printer does not answer. Your order stands: note its number, or take a picture of it.",
    ),
    "printer_fault": QT_TRANSLATE_NOOP(
        "Messages",
        "The printer has a fault. Your order stands: note its number, or take a picture of it.",
    ),
    "printer_unreachable": QT_TRANSLATE_NOOP(
        "Messages",
        "The printer does not answer. Your order stands: note its number, or take a picture of it.",
    ),
}
_OTHERWISE = QT_TRANSLATE_NOOP(
    "Messages", "That did not work. Nothing is lost; please try again or ask staff. ({code})"
)


def sentence(
    language: str, code: str, args: Mapping[str, object] | None = None, for_staff: bool = False
) -> str:
    """Say a message in a language, to a shopper or to staff."""
    source = _SENTENCES.get(code, OTHERWISE if for_staff else _OTHERWISE)
    if for_staff:
        source = TO_STAFF.get(code, source)
    return filled(translated(language, "Messages", source), {"code": code, **(args or {})})

"""Messages to staff, where everybody else's speak to a shopper or send them to staff."""

from __future__ import annotations

from kiosk.words.translations import QT_TRANSLATE_NOOP

TO_STAFF: dict[str, str] = {
    "piece_in_basket": QT_TRANSLATE_NOOP(
        "Messages", "This exact item is already in the basket. Nothing was added."
    ),
    "card_locked": QT_TRANSLATE_NOOP(
        "Messages",
        "Too many unknown cards were scanned here. "
        "Wait ten minutes, or scan the code in the customer’s app.",
    ),
    "card_unknown": QT_TRANSLATE_NOOP(
        "Messages", "We do not know this card. The order can be placed without it."
    ),
    "app_code_expired": QT_TRANSLATE_NOOP(
        "Messages", "This code has expired. Ask the customer for a fresh one from the app."
    ),
    "app_code_invalid": QT_TRANSLATE_NOOP(
        "Messages",
        "We cannot trust this code. Ask the customer to open the code in our app, then scan that.",
    ),
    "customer_other": QT_TRANSLATE_NOOP(
        "Messages",
        "This order has its customer already. To open another one, put the order aside first.",
    ),
    "basket_unknown": QT_TRANSLATE_NOOP(
        "Messages", "The web basket cannot be opened now. What was chosen here is safe."
    ),
    "proof_needed": QT_TRANSLATE_NOOP(
        "Messages", "To use a saved address, scan the code in the customer’s app."
    ),
    "proof_missing": QT_TRANSLATE_NOOP(
        "Messages", "The customer could not be verified. Open the order under “Orders”."
    ),
    "order_invalid": QT_TRANSLATE_NOOP(
        "Messages",
        "The shop cannot carry out this order as it is. Put it right under “Orders”.",
    ),
    "order_id_reused": QT_TRANSLATE_NOOP(
        "Messages",
        "The shop cannot carry out this order as it is. Put it right under “Orders”.",
    ),
    "price_refused": QT_TRANSLATE_NOOP(
        "Messages",
        "A price has changed meanwhile. Put the order right under “Orders”, with the customer.",
    ),
    "hub_nonsense": QT_TRANSLATE_NOOP(
        "Messages", "The network answers, but not our server. Nothing is lost; tell IT."
    ),
    "bad_request": QT_TRANSLATE_NOOP(
        "Messages", "The server did not understand. Nothing was changed; tell IT."
    ),
    "unauthorised": QT_TRANSLATE_NOOP(
        "Messages", "This terminal is not connected to the shop. Call IT."
    ),
    "store_full": QT_TRANSLATE_NOOP(
        "Messages",
        "This terminal’s disk is full: the order was not taken and nothing was charged. "
        "The basket is as it was; tell IT.",
    ),
    "printer_paper_out": QT_TRANSLATE_NOOP(
        "Messages", "The printer is out of paper. The order stands: give the customer its number."
    ),
    "printer_cover_open": QT_TRANSLATE_NOOP(
        "Messages", "The printer’s cover is open. The order stands: give the customer its number."
    ),
    "printer_silent": QT_TRANSLATE_NOOP(
        "Messages", "The printer does not answer. The order stands: give the customer its number."
    ),
    "printer_fault": QT_TRANSLATE_NOOP(
        "Messages", "The printer has a fault. The order stands: give the customer its number."
    ),
    "printer_unreachable": QT_TRANSLATE_NOOP(
        "Messages", "The printer does not answer. The order stands: give the customer its number."
    ),
}
OTHERWISE = QT_TRANSLATE_NOOP(
    "Messages", "That did not work. Nothing is lost; try again or tell IT. ({code})"
)

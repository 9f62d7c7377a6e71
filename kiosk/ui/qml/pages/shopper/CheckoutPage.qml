pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Where to, when, who, how to pay: one calm page.
ShopperPage {
    id: page

    required property CheckoutModel checkout
    /// The hub cannot be asked whether the pieces are still there.
    readonly property bool unheld: basket.offline || checkout.asksFallback

    title: qsTr("Checkout")
    showsBasket: false
    aside: !Theme.portrait
    ready: checkout.ready
    scene: [checkout.shortage.undecided, checkout.shortage.pieces.count].join()
    stake: [basket.toPay, unheld, checkout.justCut, checkout.news.count, checkout.newsTotal,
            basket.prices.rows.count, checkout.errorField].join()

    Connections {
        target: page.checkout

        function onFlagged(entry: string): void {
            sight.part = ({ top: first, phone: contact })[entry] ?? where;
            if (entry !== "top" || !Typing.field)
                sight.start();
        }
    }

    Timer {
        id: sight

        property Item part: null

        interval: 50  // what appears just now has to be laid out first
        onTriggered: scroll.showTop(part)
    }

    component Section: Column {
        id: section

        required property string title
        property string error: ""

        // What has to be mended is brought into sight.
        onErrorChanged: if (error !== "") Qt.callLater(scroll.ensureVisible, section)

        x: Theme.margin
        width: page.inner
        spacing: Theme.gapSmall

        Txt {
            role: "heading"
            text: section.title
        }

        Txt {
            objectName: "problem"
            visible: section.error !== ""
            width: parent.width
            role: "small"
            strong: true
            color: Theme.error
            text: section.error
        }
    }

    // Column, not Section: Python takes an item of a type made of Section for Qt's own of that name.
    component Payment: Column {
        readonly property string error: page.checkout.errorField === "payment" ? page.checkout.errorText : ""

        width: page.inner
        spacing: Theme.gapSmall

        Txt {
            role: "heading"
            text: qsTr("How to pay")
        }

        Txt {
            visible: text !== ""
            width: parent.width
            role: "small"
            strong: true
            color: Theme.error
            text: parent.error
        }

        Options {
            width: parent.width
            name: "payment"
            rows: page.checkout.payments
            onPicked: key => page.checkout.pickPayment(key)
        }
    }

    Scroll {
        id: scroll
        objectName: "checkoutScroll"
        anchors.fill: parent
        spacing: Theme.gap * 1.5
        padding: Theme.gap

        Column {
            id: first
            visible: page.checkout.shortage.undecided || page.checkout.news.count > 0
                     || page.basket.prices.rows.count > 0 || page.checkout.replacing !== "" || page.unheld
            x: Theme.margin
            width: page.inner
            spacing: Theme.gap

            ShortageCard {
                objectName: "shortage"
                visible: page.checkout.shortage.undecided
                width: parent.width
                shortage: page.checkout.shortage
            }

            NewsCard {
                objectName: "news"
                visible: page.checkout.news.count > 0
                width: parent.width
                news: page.checkout.news
                total: page.checkout.newsTotal
                title: Theme.staff ? qsTr("The customer’s basket changed. Nothing is ordered yet.")
                                    : qsTr("Your basket changed. Nothing is ordered yet.")
            }

            NewsCard {
                objectName: "prices"
                visible: page.basket.prices.rows.count > 0
                width: parent.width
                news: page.basket.prices.rows
                total: page.checkout.newsTotal === "" ? page.basket.prices.total : ""
                title: qsTr("Prices have changed. Nothing is ordered yet.")
                action: qsTr("Got it")
                onActed: page.basket.prices.acknowledge()
            }

            Banner {
                objectName: "offlineCheckout"
                visible: page.unheld
                width: parent.width
                tone: "waiting"
                icon: "wifi_off"
                title: !page.checkout.justCut ? qsTr("No network")
                    : Theme.staff ? qsTr("The network dropped. The order has not been placed.")
                                   : qsTr("The network dropped. Your order has not been placed.")
                text: !page.checkout.justCut
                        ? (Theme.staff ? qsTr("The order can still be placed: it is saved here and confirmed later.")
                                       : qsTr("You can still order: we will save it here and confirm it later."))
                    : Theme.staff ? qsTr("The basket is safe. Press Place order once more; we will send it when the network is back.")
                                   : qsTr("Your basket is safe. Press Place order once more; we will send it when the network is back.")
            }

            Column {
                visible: page.checkout.asksFallback
                width: parent.width
                spacing: Theme.gapSmall

                Txt {
                    width: parent.width
                    role: "heading"
                    text: qsTr("If something sells out before we can confirm")
                }

                Options {
                    name: "fallback"
                    rows: page.checkout.fallbacks
                    onPicked: key => page.checkout.pickFallback(key)
                }
            }

            Banner {
                objectName: "replacing"
                visible: page.checkout.replacing !== ""
                width: parent.width
                tone: "plain"
                icon: "edit_note"
                text: qsTr("Replaces %1. Details are filled in from it; please check.").arg(page.checkout.replacing)
            }
        }

        Section {
            title: Theme.staff ? qsTr("How the customer gets it") : qsTr("How you’ll get it")

            Card {
                width: parent.width
                height: parts.implicitHeight + (Theme.compact ? Theme.unit : 0)

                Column {
                    id: parts
                    width: parent.width

                    Repeater {
                        model: page.checkout.parts

                        CheckoutPart {
                            required property int index

                            width: parts.width
                            divided: index > 0
                            onChangeWanted: page.basket.chooseFor(sku)
                        }
                    }
                }
            }
        }

        Section {
            id: where
            visible: page.checkout.delivers
            title: qsTr("Deliver to")
            error: page.checkout.errorField === "address" ? page.checkout.errorText : ""

            Options {
                visible: page.checkout.addresses.count > 0
                name: "address"
                rows: page.checkout.addresses
                columns: Theme.compact && page.inner > 700 ? Math.max(2, Math.min(3, rows.count)) : 2
                onPicked: key => page.checkout.pickAddress(key)
            }

            Txt {
                visible: page.checkout.couldProve
                width: parent.width
                role: "small"
                color: Theme.loyalty
                strong: true
                text: Theme.staff ? qsTr("Scan the code in the customer’s app and their saved addresses are here.")
                                   : qsTr("Scan the code in our app and your saved addresses are here.")
            }

            Grid {
                visible: page.checkout.typesAddress
                width: parent.width
                columns: 2
                spacing: Theme.gapSmall

                Field {
                    objectName: "city"
                    width: (parent.width - Theme.gapSmall) / 2
                    label: qsTr("City")
                    error: page.checkout.cityError
                    maximumLength: 60
                    Component.onCompleted: text = page.checkout.filled("city")
                    onEdited: text => page.checkout.fill("city", text)
                }

                Field {
                    objectName: "street"
                    width: (parent.width - Theme.gapSmall) / 2
                    label: qsTr("Street")
                    error: page.checkout.streetError
                    maximumLength: 80
                    Component.onCompleted: text = page.checkout.filled("street")
                    onEdited: text => page.checkout.fill("street", text)
                }

                Field {
                    objectName: "house"
                    width: (parent.width - Theme.gapSmall) / 2
                    label: qsTr("House")
                    error: page.checkout.houseError
                    maximumLength: 12
                    Component.onCompleted: text = page.checkout.filled("house")
                    onEdited: text => page.checkout.fill("house", text)
                }

                Field {
                    objectName: "flat"
                    width: (parent.width - Theme.gapSmall) / 2
                    label: qsTr("Flat")
                    placeholder: qsTr("optional")
                    maximumLength: 12
                    keys: "digits"
                    Component.onCompleted: text = page.checkout.filled("flat")
                    onEdited: text => page.checkout.fill("flat", text)
                }
            }
        }

        Section {
            visible: page.checkout.delivers
            title: qsTr("Delivery time")
            error: page.checkout.errorField === "slot" ? page.checkout.errorText : ""

            Options {
                name: "slot"
                rows: page.checkout.slots
                columns: 3
                onPicked: key => page.checkout.pickSlot(key)
            }
        }

        Section {
            id: contact
            visible: page.checkout.needsContact
            title: Theme.staff ? qsTr("Customer’s contacts") : qsTr("How to reach you")

            Grid {
                width: parent.width
                columns: 2
                spacing: Theme.gapSmall

                Field {
                    objectName: "phone"
                    width: (parent.width - Theme.gapSmall) / 2
                    label: qsTr("Phone")
                    error: page.checkout.phoneError
                    keys: "phone"
                    arrange: (text, cursor) => page.checkout.arrangePhone(text, cursor)
                    maximumLength: 100
                    Component.onCompleted: text = page.checkout.filled("phone")
                    onEdited: text => page.checkout.fill("phone", text)
                }

                Field {
                    objectName: "guestName"
                    width: (parent.width - Theme.gapSmall) / 2
                    label: qsTr("Name")
                    placeholder: qsTr("optional")
                    maximumLength: 60
                    Component.onCompleted: text = page.checkout.filled("name")
                    onEdited: text => page.checkout.fill("name", text)
                }
            }
        }

        Payment {
            visible: !page.aside
            x: Theme.margin
        }

        Sums {
            visible: !page.aside
            x: Theme.margin
            width: page.inner
            basket: page.basket
        }
    }

    Banner {
        objectName: "checkoutError"
        visible: page.checkout.errorField === "other"
        x: Theme.margin
        width: page.inner
        anchors.bottom: parent.bottom
        tone: "error"
        icon: "error"
        text: page.checkout.errorText
    }

    summary: [
        Sums {
            visible: page.aside
            width: page.actionWidth
            basket: page.basket
        },
        Payment {
            visible: page.aside
            width: page.actionWidth
        }
    ]

    // Higher than the way here and the way on: nobody orders with the taps for those.
    actions: [
        PrimaryButton {
            objectName: "place"
            commits: true
            width: page.actionWidth
            busy: page.checkout.busy
            enabled: page.checkout.ready && !page.checkout.busy && !page.checkout.shortage.undecided
            label: page.checkout.busy ? qsTr("One moment…")
                : page.checkout.shortage.pieces.count > 1 ? qsTr("Choose what to do with the items")
                : page.checkout.shortage.undecided ? qsTr("Choose what to do with the item")
                : qsTr("Place order · %1").arg(page.basket.toPay)
            onClicked: page.checkout.place()
        },
        Txt {
            width: page.actionWidth
            height: Theme.targetPrimary
            role: "small"
            color: Theme.inkSoft
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            text: qsTr("Nothing is paid here. Until the order is placed, everything can be changed.")
        }
    ]

    WaySheet {
        parent: page
        anchors.fill: parent
        z: 5
        basket: page.basket
    }
}

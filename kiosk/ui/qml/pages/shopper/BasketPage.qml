pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// The basket of all channels.
ShopperPage {
    id: page

    required property CheckoutModel checkout
    required property ProductModel product

    title: Theme.staff ? qsTr("Basket") : qsTr("Your basket")
    showsBasket: false
    aside: !Theme.portrait && !basket.empty
    ready: basket.ready
    revision: basket.revision
    scene: [basket.lines.count, basket.gone.count].join()  // another line comes under the finger
    stake: basket.prices.rows.count

    EmptyState {
        objectName: "emptyBasket"
        visible: page.basket.ready && page.basket.empty && !page.basket.apart
        anchors.centerIn: parent
        width: page.inner
        icon: "shopping_bag"
        title: qsTr("Nothing in it yet")
        text: !Theme.staff ? qsTr("Scan a label or look for something: whatever you choose waits for you here.")
            : page.railed ? qsTr("Scan a label or look in the catalogue.") : qsTr("Scan a label.")
        // On the shop floor staff have no catalogue.
        action: !Theme.staff ? qsTr("Browse departments") : page.railed ? qsTr("Catalogue") : ""
        onActed: Theme.staff ? page.shell.open("search") : page.shell.home()
    }

    component Entry: Column {
        id: entry

        required property int index
        required property string sku
        required property string name
        required property string detail
        required property string price
        required property string listPrice
        required property string reasons
        required property string tier
        required property string channel
        required property string channelIcon
        required property string changed
        required property string moved
        required property string movedIcon
        required property string way
        required property string wayIcon
        required property int quantity
        required property int maximum
        required property string problem
        required property string drawing
        required property string hex
        required property string picture
        required property string question
        required property list<string> offers
        required property list<int> offered

        Divider {
            visible: entry.index > 0
            width: parent.width
        }

        BasketLine {
            objectName: "line." + entry.sku
            width: parent.width
            sku: entry.sku
            name: entry.name
            detail: entry.detail
            price: entry.price
            listPrice: entry.listPrice
            reasons: entry.reasons
            tier: entry.tier
            channel: entry.channel
            channelIcon: entry.channelIcon
            changed: entry.changed
            moved: entry.moved
            movedIcon: entry.movedIcon
            way: entry.way
            wayIcon: entry.wayIcon
            quantity: entry.quantity
            maximum: entry.maximum
            problem: entry.problem
            drawing: entry.drawing
            hex: entry.hex
            picture: entry.picture
            question: entry.question
            offers: entry.offers
            offered: entry.offered
            onCounted: quantity => page.basket.setQuantity(entry.sku, quantity)
            onRemoved: page.basket.remove(entry.sku)
            onWayWanted: page.basket.chooseFor(entry.sku)
            onOpened: page.product.openVariant(entry.sku)
        }
    }

    Connections {
        target: page.basket.prices

        function onArrived(): void { Qt.callLater(scroll.showTop, prices); }
    }

    /// The first line that waits for a choice between two quantities and is not in full view.
    function unseenQuestion(): Item {
        for (let at = 0; at < lines.count; ++at) {
            const entry = lines.itemAt(at) as Entry;
            const top = entry.mapToItem(scroll, 0, 0).y;
            if (entry.offers.length > 0 && (top < 0 || top + entry.height > scroll.height))
                return entry;
        }
        return null;
    }

    Scroll {
        id: scroll
        objectName: "basketScroll"
        visible: !page.basket.empty || page.basket.apart
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        spacing: Theme.gap

        Banner {
            id: prices
            objectName: "prices"
            visible: page.basket.prices.rows.count > 0
            x: Theme.margin
            width: page.inner
            tone: "waiting"
            icon: "sell"
            title: qsTr("Prices have changed")
            text: page.basket.prices.total
            action: qsTr("Got it")
            pill: true
            commits: true
            onActed: page.basket.prices.acknowledge()
        }

        Banner {
            objectName: "brought"
            visible: page.basket.broughtOver !== ""
            x: Theme.margin
            width: page.inner
            icon: "web"
            text: page.basket.broughtOver
            action: qsTr("Keep it apart")
            onActed: page.basket.undoMerge()
        }

        Banner {
            objectName: "apart"
            visible: page.basket.apart
            x: Theme.margin
            width: page.inner
            tone: "plain"
            icon: "web"
            title: Theme.staff ? qsTr("The web basket stays where it is") : qsTr("Your web basket stays where it is")
            text: qsTr("Only what you chose here is on this screen.")
            action: qsTr("Bring it over again")
            onActed: page.basket.bringBack()
        }

        Card {
            visible: page.basket.lines.count + page.basket.gone.count > 0
            x: Theme.margin
            width: page.inner
            height: column.implicitHeight

            Column {
                id: column
                width: parent.width

                Repeater {
                    id: lines
                    model: page.basket.lines

                    Entry { width: column.width }
                }

                Repeater {
                    model: page.basket.gone

                    Item {
                        id: gone

                        required property string sku
                        required property string channel

                        width: column.width
                        implicitHeight: Theme.target + 2 * Theme.gap

                        Divider { width: parent.width }

                        Column {
                            anchors.left: parent.left
                            anchors.leftMargin: Theme.gap
                            anchors.right: drop.left
                            anchors.rightMargin: Theme.gap
                            anchors.verticalCenter: parent.verticalCenter

                            Txt {
                                width: parent.width
                                strong: true
                                text: qsTr("An item from the %1 is no longer sold").arg(gone.channel)
                            }

                            Txt {
                                width: parent.width
                                role: "small"
                                color: Theme.inkSoft
                                text: gone.sku
                                elide: Text.ElideRight
                                maximumLineCount: 1
                            }
                        }

                        QuietButton {
                            id: drop
                            objectName: "removeGone." + gone.sku
                            anchors.right: parent.right
                            anchors.rightMargin: Theme.gap
                            anchors.verticalCenter: parent.verticalCenter
                            label: qsTr("Remove")
                            onClicked: page.basket.remove(gone.sku)
                        }
                    }
                }
            }
        }

        Banner {
            objectName: "webLater"
            visible: page.basket.webLater && !page.railed  // else the customer's page says it
            x: Theme.margin
            width: page.inner
            tone: "plain"
            icon: "web"
            text: Theme.staff ? qsTr("The web basket will appear when the network is back")
                              : qsTr("Your web basket will appear when the network is back")
        }

        Banner {
            objectName: "haveCard"
            visible: !page.railed && !page.customer.known && page.basket.lines.count < 4
            x: Theme.margin
            width: page.inner
            tone: "plain"
            icon: "loyalty"
            title: Theme.staff ? qsTr("Does the customer have a loyalty card?") : qsTr("Have a loyalty card?")
            text: Theme.staff ? qsTr("Scan it for their price and points") : qsTr("Scan it for your price and points")
        }

        Banner {
            objectName: "offlineBasket"
            visible: page.basket.offline && !page.basket.empty
            x: Theme.margin
            width: page.inner
            tone: "waiting"
            icon: "schedule"
            title: Theme.staff ? qsTr("The order can be placed now") : qsTr("You can order now")
            text: Theme.staff ? qsTr("The shop confirms it when the network is back. If anything changes, a task to call the customer appears.")
                              : qsTr("We will confirm it when the network is back, and call you if anything changes.")
        }
    }

    summary: Sums {
        visible: !page.basket.empty
        width: page.actionWidth
        basket: page.basket
    }

    actions: [
        QuietButton {
            objectName: "goOn"
            visible: !page.basket.empty && !page.shell.staffed
            width: page.aside ? page.actionWidth : page.inner * 0.4
            height: Theme.targetPrimary
            cornerRadius: Theme.radius
            role: "heading"
            label: qsTr("Continue shopping")
            onClicked: page.shell.home()
        },
        PrimaryButton {
            objectName: "order"
            visible: !page.basket.empty
            width: page.aside || page.shell.staffed ? page.actionWidth : page.inner * 0.6 - Theme.gapSmall
            enabled: page.basket.canOrder
            label: qsTr("Check out")
            onClicked: {
                const question = page.unseenQuestion();
                if (question)
                    scroll.showTop(question);
                else
                    page.checkout.open();
            }
        }
    ]

    WaySheet {
        parent: page
        anchors.fill: parent
        z: 5
        basket: page.basket
    }
}

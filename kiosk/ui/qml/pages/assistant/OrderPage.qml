pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// A refused order: why, what, whose; take it anew, or cancel it with the customer.
Page {
    id: page

    required property Shell shell
    required property RefusedOrderModel refused

    readonly property bool aside: !Theme.portrait
    readonly property real sideWidth: !aside ? 0 : Theme.compact ? Math.max(320, Math.min(380, width * 0.34)) : width * 0.36

    ready: refused.ready

    TopBar {
        id: bar
        shell: page.shell
        title: page.refused.number === "" ? "" : qsTr("Order %1").arg(page.refused.number)
        x: Theme.margin
        y: Theme.gap
        width: parent.width - 2 * Theme.margin

        Txt {
            anchors.verticalCenter: parent?.verticalCenter
            color: Theme.inkSoft
            text: page.refused.when
        }
    }

    EmptyState {
        objectName: "order.state"
        visible: page.refused.number === ""
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, 620)
        busy: page.refused.problem === ""
        icon: "error"
        title: page.refused.problem === "" ? qsTr("Reading…") : qsTr("The order cannot be read")
        text: page.refused.problem
    }

    Scroll {
        visible: page.refused.number !== ""
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.top: bar.bottom
        anchors.topMargin: Theme.gap
        anchors.bottom: page.aside ? parent.bottom : side.top
        width: parent.width - 2 * Theme.margin - (page.aside ? page.sideWidth + Theme.gap : 0)
        padding: Theme.gap
        spacing: Theme.gap

        Banner {
            objectName: "order.why"
            visible: page.refused.readable
            width: parent?.width ?? 0
            tone: "error"
            icon: "error"
            title: qsTr("Order not accepted")
            text: page.refused.why
        }

        Banner {
            objectName: "order.unreadable"
            visible: !page.refused.readable
            width: parent?.width ?? 0
            tone: "error"
            icon: "visibility_off"
            title: qsTr("We can’t read what was in this order.")
            text: page.shell.mode === "assistant"
                ? qsTr("1. Ask the customer for the receipt, or what it was.\n2. Place the order again from the catalogue.\n3. Then cancel this one.")
                : qsTr("1. Ask the customer for the receipt, or what it was.\n2. Sign out and place the order again as a shopper would.\n3. Then sign in and cancel this one.")
            action: page.shell.mode === "assistant" ? qsTr("Catalogue") : ""
            onActed: page.shell.open("search")
        }

        Banner {
            objectName: "order.allGone"
            visible: page.refused.readable && !page.refused.canTakeAnew
            width: parent?.width ?? 0
            tone: "waiting"
            icon: "playlist_remove"
            text: qsTr("Nothing of it is sold any more. Call the customer and cancel it.")
        }

        Banner {
            objectName: "order.gone"
            visible: text !== ""
            width: parent?.width ?? 0
            tone: "waiting"
            icon: "block"
            text: page.refused.goneText
        }

        Card {
            visible: !page.aside && page.refused.readable
            width: parent?.width ?? 0
            height: visible ? whoBelow.implicitHeight + 2 * Theme.gap : 0

            Who {
                id: whoBelow
                x: Theme.gap
                y: Theme.gap
                width: parent.width - 2 * Theme.gap
            }
        }

        Card {
            visible: page.refused.readable
            width: parent?.width ?? 0
            height: column.implicitHeight

            Column {
                id: column
                width: parent.width

                Repeater {
                    model: page.refused.lines

                    OrderLineRow {
                        width: column.width
                    }
                }
            }
        }
    }

    Rectangle {
        id: side
        visible: page.refused.number !== ""
        anchors.right: parent.right
        anchors.rightMargin: page.aside ? Theme.margin : -Theme.hairline
        y: page.aside ? bar.y + bar.height + Theme.gap : parent.height + radius - height
        width: page.aside ? page.sideWidth : parent.width + 2 * Theme.hairline
        height: !page.aside ? foot.implicitHeight + 2 * Theme.gap + Theme.margin / 2 + radius
            : page.refused.readable ? parent.height - y - Theme.margin
            : foot.implicitHeight + 2 * Theme.gap
        radius: page.aside ? Theme.radius : Theme.radius * 1.4
        color: Theme.surface
        border.width: Theme.hairline
        border.color: Theme.line

        Who {
            visible: page.aside && page.refused.readable
            x: Theme.gap
            y: Theme.gap
            width: parent.width - 2 * Theme.gap
        }

        Column {
            id: foot
            x: page.aside ? Theme.gap : Theme.margin
            y: page.aside ? parent.height - height - Theme.gap : Theme.gap
            width: parent.width - 2 * x
            spacing: Theme.gapSmall

            Pair {
                visible: value !== ""
                label: qsTr("Delivery")
                value: page.refused.delivery
            }

            Pair {
                visible: value !== ""
                large: true
                label: qsTr("Total then")
                value: page.refused.total
            }

            Item {
                visible: page.refused.readable
                width: 1
                height: 1
            }

            PrimaryButton {
                objectName: "order.anew"
                commits: true
                visible: page.refused.canTakeAnew
                width: parent.width
                busy: page.refused.busy
                icon: "autorenew"
                label: page.refused.underWay ? qsTr("Go on in the basket") : qsTr("Order again")
                onClicked: page.refused.takeAnew()
            }

            QuietButton {
                objectName: "order.cancel"
                width: parent.width
                enabled: !page.refused.busy
                tone: Theme.error
                label: qsTr("Cancel order")
                onClicked: page.refused.askCancel()
            }
        }
    }

    component Pair: Item {
        id: pair

        property string label
        property string value
        property bool large: false

        width: foot.width
        implicitHeight: Math.max(name.implicitHeight, sum.implicitHeight)

        Txt {
            id: name
            width: parent.width - sum.width - Theme.gapSmall
            role: pair.large ? "heading" : "body"
            color: pair.large ? Theme.ink : Theme.inkSoft
            text: pair.label
        }

        Txt {
            id: sum
            anchors.right: parent.right
            anchors.baseline: name.baseline
            role: pair.large ? "title" : "body"
            tabular: true
            wrapMode: Text.NoWrap
            text: pair.value
        }
    }

    /// Whom to call.
    component Who: Column {
        spacing: Theme.unit / 2

        Txt {
            width: parent.width
            role: "small"
            strong: true
            color: Theme.inkFaint
            text: qsTr("Customer")
        }

        Txt {
            objectName: "order.who"
            width: parent.width
            role: "heading"
            maximumLineCount: 3
            elide: Text.ElideRight
            text: page.refused.who
        }

        Txt {
            objectName: "order.phone"
            visible: text !== ""
            width: parent.width
            role: "title"
            color: Theme.accent
            text: page.refused.phone
        }

        Txt {
            visible: text !== ""
            width: parent.width
            role: "small"
            color: Theme.inkSoft
            text: page.refused.reachHint
        }

        Txt {
            visible: text !== ""
            topPadding: Theme.unit
            width: parent.width
            color: Theme.inkSoft
            text: page.refused.address
        }

        QuietButton {
            objectName: "order.reveal"
            commits: true
            visible: page.refused.canReveal
            icon: "visibility"
            label: qsTr("Show")
            hint: qsTr("Show the phone number and the address")
            onClicked: page.refused.reveal()
        }
    }

    component OrderLineRow: Item {
        id: line

        required property int index
        required property string sku
        required property string name
        required property string detail
        required property string way
        required property string wayIcon
        required property string price
        required property bool gone

        implicitHeight: text.implicitHeight + 2 * Theme.gap

        Divider {
            visible: line.index > 0
            width: parent.width
        }

        Column {
            id: text
            anchors.left: parent.left
            anchors.right: price.left
            anchors.margins: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.unit / 2

            Txt {
                width: parent.width
                strong: true
                text: line.name
            }

            Txt {
                width: parent.width
                role: "small"
                color: Theme.inkSoft
                text: line.detail
            }

            Row {
                width: parent.width
                spacing: Theme.unit

                Icon {
                    id: symbol
                    name: line.gone ? "block" : line.wayIcon
                    size: Theme.iconSmall
                    color: line.gone ? Theme.error : Theme.inkSoft
                }

                Txt {
                    width: parent.width - symbol.width - parent.spacing
                    role: "small"
                    strong: line.gone
                    color: line.gone ? Theme.error : Theme.inkSoft
                    text: line.gone ? qsTr("No longer sold") : line.way
                }
            }
        }

        Txt {
            id: price
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap
            anchors.top: text.top
            strong: true
            tabular: true
            wrapMode: Text.NoWrap
            color: line.gone ? Theme.inkSoft : Theme.ink
            text: line.price
        }
    }
}

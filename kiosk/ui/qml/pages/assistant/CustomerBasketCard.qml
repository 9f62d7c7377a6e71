pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"
import "../shopper"

/// The customer's basket of all channels, with what is here, and the way to the order.
Card {
    id: card

    required property Shell shell
    required property BasketModel basket
    required property CheckoutModel checkout
    required property CustomerBasketModel beside

    readonly property bool narrow: width < 320

    Txt {
        id: title
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap + 4
        anchors.right: live.visible ? live.left : parent.right
        anchors.rightMargin: Theme.unit
        anchors.top: parent.top
        anchors.topMargin: Theme.gap + 2
        role: "heading"
        strong: true
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        text: card.beside.brought ? qsTr("Web basket") : qsTr("Basket")
    }

    Row {
        id: live
        objectName: "customer.live"
        visible: card.beside.liveText === ""
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap + 4
        anchors.verticalCenter: title.verticalCenter
        spacing: 4

        Icon {
            visible: !card.narrow
            anchors.verticalCenter: parent.verticalCenter
            name: "sync"
            size: Theme.iconSmall
            color: Theme.accent
        }

        Txt {
            anchors.verticalCenter: parent.verticalCenter
            role: "tiny"
            strong: true
            color: Theme.accent
            text: qsTr("live")
        }
    }

    Txt {
        id: stale
        visible: text !== ""
        anchors.left: title.left
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap + 4
        anchors.top: title.bottom
        anchors.topMargin: 2
        role: "small"
        color: Theme.waiting
        text: card.beside.liveText
    }

    ListView {
        id: list
        objectName: "customer.lines"
        anchors.top: stale.visible ? stale.bottom : title.bottom
        anchors.topMargin: Theme.gapSmall
        anchors.bottom: foot.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.unit
        anchors.rightMargin: Theme.unit
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: card.beside.lines
        delegate: Line {}

        Connections {
            target: card.beside

            function onScannedIn(row: int): void { list.positionViewAtIndex(row, ListView.Contain); }
        }
    }

    EmptyState {
        objectName: "customer.lines.state"
        visible: card.basket.empty
        anchors.centerIn: list
        width: parent.width - 3 * Theme.gap
        icon: "barcode_scanner"
        title: qsTr("Nothing in it yet")
        text: qsTr("Scan an item: it goes in here.")
    }

    Column {
        id: foot
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.gap + 4
        spacing: Theme.gapSmall
        visible: !card.basket.empty
        height: visible ? implicitHeight : 0

        Divider {
            width: parent.width
        }

        Item {
            visible: card.beside.delivery !== ""
            width: parent.width
            height: fee.implicitHeight

            Txt {
                anchors.left: parent.left
                color: Theme.inkSoft
                text: qsTr("Delivery")
            }

            Txt {
                id: fee
                objectName: "customer.delivery"
                anchors.right: parent.right
                tabular: true
                text: card.beside.delivery
            }
        }

        Item {
            width: parent.width
            height: Math.max(label.implicitHeight, sum.implicitHeight)
                    + (earned.visible ? earned.implicitHeight : 0)

            Txt {
                id: label
                anchors.baseline: sum.baseline
                anchors.left: parent.left
                role: "heading"
                text: qsTr("To pay")
            }

            Txt {
                id: sum
                objectName: "customer.toPay"
                anchors.right: parent.right
                role: "title"
                tabular: true
                text: card.basket.toPay
            }

            Txt {
                id: earned
                visible: text !== ""
                anchors.right: parent.right
                anchors.top: sum.bottom
                role: "small"
                strong: true
                color: Theme.loyalty
                text: card.basket.points
            }
        }

        QuietButton {
            objectName: "customer.edit"
            width: parent.width
            icon: "tune"
            label: qsTr("Quantities and delivery")
            onClicked: card.shell.open("basket")
        }

        PrimaryButton {
            objectName: "customer.order"
            width: parent.width
            label: qsTr("Check out")
            onClicked: card.basket.canOrder ? card.checkout.open() : card.shell.open("basket")
        }
    }

    component Line: Item {
        id: line

        required property string sku
        required property string name
        required property string detail
        required property string stock
        required property string price
        required property string drawing
        required property string hex
        required property string picture
        required property bool scanned
        required property bool problem
        required property string choose
        required property string moved
        required property string movedIcon

        objectName: "line." + sku
        width: ListView.view.width
        height: Math.max(picture.height, words.implicitHeight) + 2 * Theme.unit
        Accessible.role: Accessible.ListItem
        Accessible.name: [name, detail, choose, stock, price, moved].filter(part => part !== "").join(", ")

        Rectangle {
            id: highlight
            anchors.fill: parent
            anchors.topMargin: 1
            anchors.bottomMargin: 1
            radius: Theme.radiusSmall
            color: line.choose !== "" ? Theme.waitingSoft : line.scanned ? Theme.accentSoft : Theme.clear
        }

        Pressable {
            objectName: line.objectName + ".choose"
            visible: line.choose !== ""
            anchors.fill: parent
            label: line.choose
            cornerRadius: Theme.radiusSmall
            onClicked: card.shell.open("basket")
        }

        ProductImage {
            id: picture
            anchors.left: parent.left
            anchors.leftMargin: Theme.unit + 4
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.unit * (card.narrow ? 5 : 7)
            height: width
            drawing: line.drawing
            hex: line.hex
            picture: line.picture
            around: highlight.color.a > 0 ? highlight.color : Theme.surface
        }

        Column {
            id: words
            anchors.left: picture.right
            anchors.leftMargin: Theme.unit + 2
            anchors.right: parent.right
            anchors.rightMargin: Theme.unit + 4
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2

            Txt {
                width: parent.width
                strong: true
                maximumLineCount: 2
                elide: Text.ElideRight
                text: line.name
                Accessible.ignored: true
            }

            Item {
                width: parent.width
                height: Math.max(detail.implicitHeight, price.implicitHeight)

                Txt {
                    id: detail
                    anchors.left: parent.left
                    anchors.right: price.left
                    anchors.rightMargin: Theme.unit
                    anchors.baseline: price.baseline
                    role: "small"
                    color: Theme.inkSoft
                    maximumLineCount: 2
                    elide: Text.ElideRight
                    text: line.detail
                    Accessible.ignored: true
                }

                Txt {
                    id: price
                    anchors.right: parent.right
                    strong: true
                    tabular: true
                    wrapMode: Text.NoWrap
                    text: line.price
                    Accessible.ignored: true
                }
            }

            PriceMark {
                visible: text !== ""
                width: parent.width
                icon: line.movedIcon
                text: line.moved
            }

            Txt {
                visible: line.choose !== ""
                width: parent.width
                role: "small"
                strong: true
                color: Theme.waiting
                text: line.choose
                Accessible.ignored: true
            }

            Row {
                width: parent.width
                spacing: 6

                Icon {
                    id: mark
                    visible: line.problem || line.scanned
                    anchors.top: parent.top
                    anchors.topMargin: 1
                    name: line.problem ? "error" : "barcode_scanner"
                    size: Theme.iconSmall
                    color: line.problem ? Theme.error : Theme.accent
                }

                Txt {
                    width: parent.width - (mark.visible ? mark.width + 6 : 0)
                    role: "small"
                    strong: line.scanned || line.problem
                    color: line.problem ? Theme.error : line.scanned ? Theme.accent : Theme.inkSoft
                    text: line.scanned ? qsTr("just scanned · %1").arg(line.stock) : line.stock
                    Accessible.ignored: true
                }
            }
        }
    }
}

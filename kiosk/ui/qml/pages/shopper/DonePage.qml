pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// The order is taken: number, what comes when, receipt, and a clean screen soon.
ShopperPage {
    id: page

    required property DoneModel done

    readonly property bool rejected: done.state === "rejected"
    readonly property bool waiting: done.state === "waiting" || done.state === "backorder"

    showsBasket: false
    endsSession: false  // finishing is what ends it here
    aside: Theme.tablet
    title: shell.shopName
    ready: done.ready
    revision: done.revision

    Scroll {
        anchors.fill: parent
        spacing: Theme.gap
        padding: Theme.gap

        Item { width: 1; height: Theme.tablet ? 1 : Theme.gap }

        Rectangle {
            x: Theme.margin + (page.inner - width) / 2
            width: Theme.iconLarge * 1.7
            height: width
            radius: width / 2
            color: page.rejected ? Theme.errorSoft : page.waiting ? Theme.waitingSoft : Theme.accent

            Icon {
                anchors.centerIn: parent
                name: page.rejected ? "support_agent" : page.done.state === "backorder" ? "hourglass_top"
                    : page.waiting ? "schedule" : "check"
                size: Theme.iconLarge
                color: page.rejected ? Theme.error : page.waiting ? Theme.waiting : Theme.accentInk
            }
        }

        Column {
            x: Theme.margin
            width: page.inner
            spacing: Theme.u

            Txt {
                objectName: "doneHeadline"
                width: parent.width
                role: "display"
                horizontalAlignment: Text.AlignHCenter
                text: page.rejected ? (page.aside ? qsTr("The shop refused the order") : qsTr("Please see our staff")) : qsTr("Order accepted")
            }

            Txt {
                objectName: "orderNumber"
                width: parent.width
                role: "title"
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("No. %1").arg(page.done.number)
            }

            Txt {
                objectName: "toPayHow"
                visible: !page.done.paysNow
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                color: Theme.inkSoft
                text: `${page.done.amount} · ${page.done.toPay}`
            }
        }

        PayCard {
            objectName: "payNow"
            visible: page.done.paysNow && !page.rejected
            x: Theme.margin
            width: page.inner
            title: page.done.toPay
            hint: page.done.payHint
            amount: page.done.amount
        }

        Banner {
            objectName: "orderState"
            x: Theme.margin
            width: page.inner
            visible: text !== ""
            tone: page.rejected ? "error" : page.waiting ? "waiting" : "accent"
            icon: page.rejected ? "error" : page.waiting ? "cloud_off"
                : page.done.state === "confirmed" ? "verified" : "sync"
            text: page.done.stateText
        }

        OutcomeCard {
            objectName: "outcomes"
            visible: page.done.outcomes.count > 0
            x: Theme.margin
            width: page.inner
            outcomes: page.done.outcomes
            title: page.done.outcomeTitle
            total: page.done.newTotal
        }

        Banner {
            objectName: "differences"
            x: Theme.margin
            width: page.inner
            visible: text !== ""
            tone: "waiting"
            icon: "price_change"
            title: qsTr("A price has changed")
            text: page.done.differences
        }

        Card {
            x: Theme.margin
            width: page.inner
            height: coming.implicitHeight + Theme.gap
            visible: page.done.coming.count > 0

            Column {
                id: coming
                y: Theme.gap / 2
                width: parent.width

                Repeater {
                    model: page.done.coming

                    Item {
                        id: row

                        required property int index
                        required property string key
                        required property string icon
                        required property string title
                        required property string detail

                        width: coming.width
                        implicitHeight: words.implicitHeight + 2 * Theme.gapSmall

                        Divider {
                            visible: row.index > 0
                            x: Theme.gap
                            width: parent.width - 2 * Theme.gap
                        }

                        Icon {
                            id: symbol
                            x: Theme.gap + Theme.u
                            anchors.verticalCenter: parent.verticalCenter
                            name: row.icon
                            color: Theme.accent
                        }

                        Column {
                            id: words
                            anchors.left: symbol.right
                            anchors.leftMargin: Theme.gap
                            anchors.right: parent.right
                            anchors.rightMargin: Theme.gap
                            anchors.verticalCenter: parent.verticalCenter

                            Txt {
                                width: parent.width
                                strong: true
                                text: row.title
                            }

                            Txt {
                                width: parent.width
                                role: "small"
                                color: Theme.inkSoft
                                text: row.detail
                            }
                        }
                    }
                }
            }
        }

        Card {
            x: Theme.margin
            width: page.inner
            visible: page.done.qr !== "" && !page.aside
            height: qr.height + 2 * Theme.gap

            QrCode {
                id: qr
                objectName: "qr"
                x: Theme.gap
                y: Theme.gap
                width: Theme.tablet ? 180 : 340
                modules: page.done.qr
            }

            Column {
                anchors.left: qr.right
                anchors.leftMargin: Theme.gap
                anchors.right: parent.right
                anchors.rightMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.u

                Txt {
                    width: parent.width
                    role: "title"
                    text: qsTr("Follow it on your phone")
                }

                Txt {
                    width: parent.width
                    color: Theme.inkSoft
                    text: qsTr("Scan with your phone to track your order")
                }
            }
        }

        Banner {
            objectName: "donePoints"
            x: Theme.margin
            width: page.inner
            visible: text !== ""
            tone: "loyalty"
            icon: "star"
            text: page.done.points
        }

        Banner {
            objectName: "receipt"
            x: Theme.margin
            width: page.inner
            visible: page.done.receipt !== "none"
            tone: page.done.receipt === "failed" ? "waiting" : "plain"
            icon: page.done.receipt === "failed" ? "print_error"
                : page.done.receipt === "printed" ? "receipt_long" : "print"
            text: page.aside && page.done.receipt === "printed" ? qsTr("The receipt is printed.") : page.done.receiptText
            action: page.done.receipt === "failed" ? qsTr("Try again") : ""
            onActed: page.done.printAgain()
        }
    }

    summary: Column {
        visible: page.aside && page.done.qr !== ""
        width: page.actionWidth
        spacing: Theme.u

        QrCode {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, 240)
            modules: page.done.qr
        }

        Txt {
            width: parent.width
            role: "heading"
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("Ask the customer to scan this to track the order")
        }
    }

    actions: PrimaryButton {
        objectName: "finish"
        width: page.actionWidth
        label: page.done.left > 0 ? qsTr("Finish · screen clears in %1").arg(`0:${String(page.done.left).padStart(2, "0")}`)
                                  : page.aside ? qsTr("Next customer") : qsTr("Finish")
        onClicked: page.done.finish()
    }
}

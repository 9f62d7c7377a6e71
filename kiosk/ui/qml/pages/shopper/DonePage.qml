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

    /// Something comes otherwise than ordered: there is more to read.
    readonly property bool otherwise: done.outcomes.count > 0

    showsBasket: false
    showsAge: false
    endsSession: false  // finishing is what ends it here
    aside: !Theme.portrait
    title: shell.shopName
    ready: done.ready
    revision: done.revision
    scene: done.number
    stake: [done.state, done.stateText, done.outcomes.count].join()

    Scroll {
        anchors.fill: parent
        spacing: Theme.gap
        padding: Theme.gap

        Item { width: 1; height: page.aside || page.otherwise ? 1 : Theme.gap }

        DoneHead {
            x: Theme.margin
            width: page.inner
            row: page.otherwise
            icon: page.rejected ? "support_agent" : page.done.state === "backorder" ? "hourglass_top"
                : page.waiting ? "schedule" : "check"
            disc: page.rejected ? Theme.errorSoft : page.waiting ? Theme.waitingSoft : Theme.accent
            front: page.rejected ? Theme.error : page.waiting ? Theme.waiting : Theme.accentInk
            headline: page.rejected ? (Theme.staff ? qsTr("The shop refused the order") : qsTr("Please see our staff")) : qsTr("Order accepted")
            number: qsTr("No. %1").arg(page.done.number)
            note: page.done.paysNow ? "" : `${page.done.amount} · ${page.done.toPay}`
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

        Row {
            visible: page.otherwise
            x: Theme.margin
            spacing: Theme.gap

            OutcomeCard {
                objectName: "outcomes"
                width: page.inner - (follow.visible ? follow.width + parent.spacing : 0)
                height: follow.visible ? Math.max(implicitHeight, follow.implicitHeight) : implicitHeight
                outcomes: page.done.outcomes
                title: page.done.outcomeTitle
                total: page.done.newTotal
            }

            FollowCard {
                id: follow
                visible: page.done.qr !== "" && !page.aside
                width: 284
                narrow: true
                modules: page.done.qr
            }
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
                            x: Theme.gap + Theme.unit
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

        FollowCard {
            visible: page.done.qr !== "" && !page.aside && !page.otherwise
            x: Theme.margin
            width: page.inner
            modules: page.done.qr
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
            text: Theme.staff && page.done.receipt === "printed" ? qsTr("The receipt is printed.") : page.done.receiptText
            action: page.done.receipt === "failed" ? qsTr("Try again") : ""
            onActed: page.done.printAgain()
        }
    }

    summary: Column {
        visible: page.aside && page.done.qr !== ""
        width: page.actionWidth
        spacing: Theme.unit

        QrCode {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, 240)
            modules: page.done.qr
        }

        Txt {
            width: parent.width
            role: "heading"
            horizontalAlignment: Text.AlignHCenter
            text: Theme.staff ? qsTr("Ask the customer to scan this to track the order")
                              : qsTr("Point your camera here to see the order’s status")
        }
    }

    actions: PrimaryButton {
        objectName: "finish"
        commits: true
        width: page.actionWidth
        label: page.done.left > 0 ? qsTr("Finish · screen clears in %1").arg(`${Math.floor(page.done.left / 60)}:${String(page.done.left % 60).padStart(2, "0")}`)
                                  : page.railed ? qsTr("Next customer") : qsTr("Finish")
        onClicked: page.done.finish()
    }
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// The orders taken on this device: what was refused first, then what waits.
Page {
    id: page

    required property Shell shell
    required property OutboxModel outbox

    ready: !outbox.loading
    Component.onCompleted: outbox.refresh()

    Timer {
        running: page.visible
        repeat: true
        interval: 5000
        onTriggered: page.outbox.refresh()
    }

    Column {
        id: head
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.margin
        spacing: 4

        Txt {
            width: parent.width
            role: "title"
            text: qsTr("Orders on this device")
        }

        Txt {
            visible: text !== ""
            width: parent.width
            color: Theme.inkSoft
            text: page.outbox.summary
        }
    }

    Banner {
        id: safe
        visible: page.outbox.waiting > 0 && page.shell.linkState !== "online" && page.outbox.problem === ""
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: head.bottom
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.topMargin: visible ? Theme.gap : 0
        height: visible ? implicitHeight : 0
        tone: "waiting"
        icon: "schedule"
        title: qsTr("They are safe here")
        text: qsTr("The orders are stored on this device and will be sent by themselves when the network is back.")
    }

    ListView {
        id: list
        objectName: "outbox.list"
        visible: page.outbox.problem === "" && count > 0
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: safe.bottom
        anchors.bottom: parent.bottom
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.topMargin: Theme.gap
        bottomMargin: Theme.margin
        clip: true
        spacing: Theme.u
        boundsBehavior: Flickable.StopAtBounds
        model: page.outbox.rows
        delegate: Order {}
    }

    EmptyState {
        objectName: "outbox.state"
        visible: !list.visible
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, 620)
        busy: page.outbox.loading
        icon: page.outbox.problem === "" ? "receipt_long" : "error"
        title: page.outbox.loading ? qsTr("Reading…")
             : page.outbox.problem === "" ? qsTr("No orders yet") : qsTr("The list cannot be read")
        text: page.outbox.loading ? "" : page.outbox.problem === ""
            ? qsTr("Orders taken on this device appear here with how far each has come.")
            : page.outbox.problem
    }

    component Order: Card {
        id: row

        required property string orderId
        required property string number
        required property string status
        required property string stateText
        required property string detail
        required property string amount
        required property string age

        readonly property bool bad: row.status === "refused"
        readonly property color front: ({ refused: Theme.error, confirmed: Theme.accent })[row.status] ?? Theme.waiting
        readonly property color back: ({ refused: Theme.errorSoft, confirmed: Theme.accentSoft })[row.status] ?? Theme.waitingSoft

        objectName: "order." + number
        width: ListView.view.width
        height: Math.max(words.implicitHeight + 2 * Theme.gap, Theme.target + Theme.u)
        border.color: bad ? Theme.error : Theme.line
        Accessible.role: Accessible.ListItem
        Accessible.name: number + ", " + stateText + ". " + detail

        Rectangle {
            id: sign
            anchors.left: parent.left
            anchors.leftMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.u * 6
            height: width
            radius: width / 2
            color: row.back

            Icon {
                anchors.centerIn: parent
                name: ({ refused: "close", confirmed: "check", sent: "north_east" })[row.status] ?? "schedule"
                color: row.front
            }
        }

        Column {
            id: words
            anchors.left: sign.right
            anchors.leftMargin: Theme.gap
            anchors.right: sums.left
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            spacing: 3

            Row {
                spacing: Theme.gapSmall

                Txt {
                    width: Math.max(implicitWidth, Theme.u * 17)
                    role: "heading"
                    text: row.number
                }

                Txt {
                    anchors.baseline: parent.children[0].baseline
                    strong: true
                    text: row.stateText
                    color: row.front
                }
            }

            Txt {
                visible: row.detail !== ""
                width: parent.width
                role: "small"
                color: Theme.inkSoft
                text: row.detail
            }
        }

        Column {
            id: sums
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            spacing: 3

            Txt {
                anchors.right: parent.right
                role: "heading"
                tabular: true
                text: row.amount
            }

            Txt {
                anchors.right: parent.right
                role: "small"
                color: Theme.inkSoft
                text: row.age
            }
        }
    }
}

import QtQuick
import "../.."
import "../../controls"

/// One order of this device and how far it has come; a refused one can be opened.
Pressable {
    id: row

    required property string orderId
    required property string number
    required property string status
    required property string stateText
    required property string detail
    required property string amount
    required property string age

    property bool pointed: false  // it was asked for
    readonly property bool pressable: status === "refused"
    readonly property string tone: ({ refused: "error", confirmed: "accent", replaced: "past",
        cancelled: "past", exported: "past" })[status] ?? "waiting"
    readonly property color front: ({ error: Theme.error, accent: Theme.accent,
        past: Theme.inkSoft })[tone] ?? Theme.waiting
    readonly property color back: ({ error: Theme.errorSoft, accent: Theme.accentSoft,
        past: Theme.sunk })[tone] ?? Theme.waitingSoft

    objectName: "order." + number
    label: number + ", " + stateText + ". " + detail
    enabled: pressable
    activeFocusOnTab: pressable
    height: Math.max(words.implicitHeight + 2 * Theme.gap, Theme.target + Theme.unit)
    Accessible.role: pressable ? Accessible.Button : Accessible.ListItem

    Card {
        anchors.fill: parent
        color: row.pressed ? Theme.sunk : row.pointed ? Theme.accentSoft : Theme.surface
        border.width: row.pointed ? Theme.stroke : Theme.hairline
        border.color: row.pressable ? Theme.error : row.pointed ? Theme.accent : Theme.line
    }

    Rectangle {
        id: sign
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.icon * 2
        height: width
        radius: width / 2
        color: row.back

        Icon {
            anchors.centerIn: parent
            name: ({ refused: "close", confirmed: "check", sent: "north_east", partly: "rule",
                backorder: "hourglass_top", replaced: "autorenew", cancelled: "block",
                exported: "drive_file_move" })[row.status]
                ?? "schedule"
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

        Grid {
            width: parent.width
            columns: Theme.portrait ? 1 : 2
            columnSpacing: Theme.gapSmall
            verticalItemAlignment: Grid.AlignBottom

            Txt {
                id: name
                width: Theme.portrait ? parent.width : Math.max(implicitWidth, Theme.unit * 17)
                role: "heading"
                text: row.number
            }

            Txt {
                width: Theme.portrait ? parent.width : parent.width - name.width - Theme.gapSmall
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
        anchors.right: open.left
        anchors.rightMargin: row.pressable ? Theme.unit : Theme.gap - open.width
        anchors.verticalCenter: parent.verticalCenter
        spacing: 3

        Txt {
            anchors.right: parent.right
            role: "heading"
            tabular: true
            color: row.tone === "past" ? Theme.inkSoft : Theme.ink
            text: row.amount
        }

        Txt {
            anchors.right: parent.right
            role: "small"
            color: Theme.inkSoft
            text: row.age
        }
    }

    Icon {
        id: open
        visible: row.pressable
        anchors.right: parent.right
        anchors.rightMargin: visible ? Theme.gapSmall : 0
        anchors.verticalCenter: parent.verticalCenter
        name: "chevron_right"
        color: Theme.inkFaint
    }
}

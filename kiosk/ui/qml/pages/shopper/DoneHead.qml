import QtQuick
import "../.."
import "../../controls"

/// How the order stands: symbol, headline and number; in one row where there is more to read.
Item {
    id: head

    property bool row: false
    required property string icon
    required property color disc
    required property color front
    required property string headline
    required property string number
    property string note: ""

    implicitHeight: row ? Math.max(circle.height, words.implicitHeight)
                        : circle.height + Theme.gap + words.implicitHeight

    Rectangle {
        id: circle
        x: head.row ? 0 : (head.width - width) / 2
        y: head.row ? (head.height - height) / 2 : 0
        width: Theme.iconLarge * (head.row ? 1.3 : 1.7)
        height: width
        radius: width / 2
        color: head.disc

        Icon {
            anchors.centerIn: parent
            name: head.icon
            size: Theme.iconLarge * (head.row ? 0.8 : 1)
            color: head.front
        }
    }

    Column {
        id: words
        x: head.row ? circle.width + Theme.gap : 0
        y: head.row ? (head.height - implicitHeight) / 2 : circle.height + Theme.gap
        width: head.width - x
        spacing: head.row ? 0 : Theme.unit

        Txt {
            objectName: "doneHeadline"
            width: parent.width
            role: head.row ? "title" : "display"
            horizontalAlignment: head.row ? Text.AlignLeft : Text.AlignHCenter
            text: head.headline
        }

        Txt {
            objectName: "orderNumber"
            width: parent.width
            role: head.row ? "heading" : "title"
            horizontalAlignment: head.row ? Text.AlignLeft : Text.AlignHCenter
            text: head.number
        }

        Txt {
            objectName: "toPayHow"
            visible: text !== ""
            width: parent.width
            horizontalAlignment: head.row ? Text.AlignLeft : Text.AlignHCenter
            color: Theme.inkSoft
            text: head.note
        }
    }
}

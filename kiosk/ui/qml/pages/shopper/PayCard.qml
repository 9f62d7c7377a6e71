import QtQuick
import "../.."
import "../../controls"

/// Paying is what is left to do: where, what to show there, and how much.
Rectangle {
    id: card

    required property string title
    required property string hint
    required property string amount

    implicitHeight: Math.max(words.implicitHeight, sum.implicitHeight) + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.stroke
    border.color: Theme.accent
    Accessible.role: Accessible.AlertMessage
    Accessible.name: `${title}: ${amount}. ${hint}`

    Icon {
        id: symbol
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap + Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        name: "point_of_sale"
        size: Theme.iconLarge * 0.7
        color: Theme.accent
    }

    Column {
        id: words
        anchors.left: symbol.right
        anchors.leftMargin: Theme.gap
        anchors.right: sum.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2

        Txt {
            width: parent.width
            role: Theme.compact ? "heading" : "title"
            text: card.title
            Accessible.ignored: true
        }

        Txt {
            width: parent.width
            color: Theme.inkSoft
            text: card.hint
            Accessible.ignored: true
        }
    }

    Txt {
        id: sum
        objectName: "payAmount"
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap + Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        role: Theme.compact ? "title" : "display"
        tabular: true
        text: card.amount
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }
}

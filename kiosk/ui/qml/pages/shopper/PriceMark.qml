import QtQuick
import "../.."
import "../../controls"

/// What became of a price: an arrow and words; dearer and cheaper look alike.
Item {
    id: mark

    required property string icon
    required property string text

    implicitHeight: Math.max(symbol.height, words.implicitHeight)

    Icon {
        id: symbol
        anchors.verticalCenter: parent.verticalCenter
        name: mark.icon
        size: Theme.iconSmall
        color: Theme.waiting
    }

    Txt {
        id: words
        anchors.left: symbol.right
        anchors.leftMargin: Theme.unit
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        role: "small"
        strong: true
        tabular: true
        color: Theme.waiting
        text: mark.text
    }
}

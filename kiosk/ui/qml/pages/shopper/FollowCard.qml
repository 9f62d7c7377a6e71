import QtQuick
import "../.."
import "../../controls"

/// The code to follow the order with a phone: beside its words, or above them where `narrow`.
Card {
    id: card

    required property string modules
    property bool narrow: false

    implicitHeight: narrow ? words.y + words.implicitHeight + Theme.gap : qr.height + 2 * Theme.gap

    QrCode {
        id: qr
        objectName: "qr"
        x: card.narrow ? (card.width - width) / 2 : Theme.gap
        y: card.narrow ? Theme.gapSmall : Theme.gap
        width: card.narrow ? card.width - 2 * Theme.gapSmall : Theme.compact ? 180 : 340
        modules: card.modules
    }

    Column {
        id: words
        x: card.narrow ? Theme.gap : qr.x + qr.width + Theme.gap
        y: card.narrow ? qr.y + qr.height : (card.height - height) / 2
        width: card.width - x - Theme.gap
        spacing: Theme.unit

        Txt {
            visible: !card.narrow
            width: parent.width
            role: "title"
            text: Theme.staff ? qsTr("For the customer’s phone") : qsTr("Follow it on your phone")
        }

        Txt {
            width: parent.width
            role: card.narrow ? "small" : "body"
            horizontalAlignment: card.narrow ? Text.AlignHCenter : Text.AlignLeft
            color: Theme.inkSoft
            text: Theme.staff ? qsTr("Ask the customer to scan this to track the order")
                              : qsTr("Point your camera here to see the order’s status")
        }
    }
}

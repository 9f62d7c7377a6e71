pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// What a basket adds up to.
Column {
    id: sums

    required property BasketModel basket

    spacing: Theme.unit

    Repeater {
        model: sums.basket.totals

        Item {
            id: row

            required property string key
            required property string label
            required property string amount
            required property bool loyalty

            width: sums.width
            implicitHeight: name.implicitHeight

            Txt {
                id: name
                width: parent.width - value.width - Theme.gap
                strong: row.loyalty
                color: row.loyalty ? Theme.loyalty : Theme.inkSoft
                text: row.label
                maximumLineCount: 1
                elide: Text.ElideRight
            }

            Txt {
                id: value
                anchors.right: parent.right
                tabular: true
                strong: row.loyalty
                color: row.loyalty ? Theme.loyalty : Theme.ink
                text: row.amount
                wrapMode: Text.NoWrap
            }
        }
    }

    Item {
        width: sums.width
        implicitHeight: pay.implicitHeight + (points.visible ? points.implicitHeight : 0)

        Txt {
            role: "title"
            text: qsTr("To pay")
        }

        Txt {
            id: pay
            objectName: "toPay"
            anchors.right: parent.right
            role: "title"
            tabular: true
            text: sums.basket.toPay
            wrapMode: Text.NoWrap
        }

        Txt {
            id: points
            objectName: "points"
            anchors.right: parent.right
            anchors.top: pay.bottom
            visible: text !== ""
            role: "small"
            strong: true
            color: Theme.loyalty
            text: sums.basket.points
            wrapMode: Text.NoWrap
        }
    }
}

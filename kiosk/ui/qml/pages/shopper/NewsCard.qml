pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// What other channels have just changed in the basket, line by line.
Rectangle {
    id: card

    required property Rows news

    implicitHeight: column.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.accentSoft
    Accessible.role: Accessible.AlertMessage
    Accessible.name: title.text

    Column {
        id: column
        x: Theme.gap + Theme.u
        y: Theme.gap
        width: parent.width - 2 * x
        spacing: Theme.gap

        Column {
            width: parent.width
            spacing: 2

            Txt {
                id: title
                width: parent.width
                strong: true
                color: Theme.accent
                text: Theme.tablet ? qsTr("The customer’s basket has just changed") : qsTr("Your basket has just changed")
            }

            Txt {
                width: parent.width
                role: "small"
                color: Theme.accent
                text: qsTr("Nothing is ordered yet. Look it over, then place the order.")
            }
        }

        Repeater {
            model: card.news

            Item {
                id: row

                required property string sku
                required property string icon
                required property string name
                required property string detail

                objectName: "news." + sku
                width: column.width
                implicitHeight: Math.max(symbol.height, words.implicitHeight)

                Icon {
                    id: symbol
                    anchors.verticalCenter: parent.verticalCenter
                    name: row.icon
                    color: Theme.accent
                }

                Column {
                    id: words
                    anchors.left: symbol.right
                    anchors.leftMargin: Theme.gap
                    anchors.right: parent.right

                    Txt {
                        width: parent.width
                        strong: true
                        text: row.name
                        maximumLineCount: 2
                        elide: Text.ElideRight
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

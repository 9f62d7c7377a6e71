pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// What other channels have just changed in the basket, line by line.
Rectangle {
    id: card

    required property Rows news
    property string total: ""

    implicitHeight: column.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.waitingSoft
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
                color: Theme.waiting
                text: Theme.tablet ? qsTr("The customer’s basket changed. Nothing is ordered yet.")
                                   : qsTr("Your basket changed. Nothing is ordered yet.")
            }

            Txt {
                width: parent.width
                role: "small"
                color: Theme.waiting
                text: qsTr("Check it, then press Place order.")
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
                    color: Theme.waiting
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

        Txt {
            objectName: "news.total"
            visible: card.total !== ""
            width: parent.width
            strong: true
            tabular: true
            text: card.total
        }
    }
}

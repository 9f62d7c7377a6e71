pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// What has just changed in the basket by itself, line by line.
Rectangle {
    id: card

    required property Rows news
    required property string title
    property string total: ""
    property string action: ""

    signal acted

    implicitHeight: column.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.waitingSoft
    Accessible.role: Accessible.AlertMessage
    Accessible.name: title

    Column {
        id: column
        x: Theme.gap + Theme.unit
        y: Theme.gap
        width: parent.width - 2 * x
        spacing: Theme.gap

        Column {
            width: parent.width
            spacing: 2

            Txt {
                width: parent.width
                strong: true
                color: Theme.waiting
                text: card.title
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

        Item {
            visible: card.total !== "" || card.action !== ""
            width: parent.width
            implicitHeight: Math.max(sum.implicitHeight, noted.visible ? noted.height : 0)

            Txt {
                id: sum
                objectName: "news.total"
                visible: text !== ""
                anchors.left: parent.left
                anchors.right: noted.visible ? noted.left : parent.right
                anchors.verticalCenter: parent.verticalCenter
                strong: true
                tabular: true
                text: card.total
            }

            QuietButton {
                id: noted
                objectName: card.objectName + ".noted"
                visible: card.action !== ""
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                label: card.action
                commits: true
                onClicked: card.acted()
            }
        }
    }
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// What became of the lines that do not come as ordered, and what is to be paid now.
Rectangle {
    id: card

    required property Rows outcomes
    required property string title
    required property string total

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

        Txt {
            objectName: "outcome.title"
            width: parent.width
            role: "heading"
            color: Theme.waiting
            text: card.title
        }

        Repeater {
            model: card.outcomes

            Item {
                id: row

                required property string key
                required property string icon
                required property string title
                required property string detail

                objectName: "outcome." + key
                width: column.width
                implicitHeight: words.y + words.implicitHeight

                Icon {
                    id: symbol
                    name: row.icon
                    color: Theme.waiting
                }

                Column {
                    id: words
                    anchors.left: symbol.right
                    anchors.leftMargin: Theme.gap
                    anchors.right: parent.right
                    y: Math.max(0, (symbol.height - outcome.height) / 2)

                    Txt {
                        id: outcome
                        width: parent.width
                        strong: true
                        text: row.title
                    }

                    Txt {
                        width: parent.width
                        role: "small"
                        text: row.detail
                    }
                }
            }
        }

        Txt {
            objectName: "outcome.total"
            visible: card.total !== ""
            width: parent.width
            strong: true
            tabular: true
            text: card.total
        }
    }
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// What has just sold out, the nearest other ways to have it, and doing without.
Card {
    id: card

    required property ShortageModel shortage

    implicitHeight: column.implicitHeight
    border.width: Theme.stroke
    border.color: Theme.waiting
    Accessible.role: Accessible.AlertMessage
    Accessible.name: `${shortage.title}. ${shortage.text}`

    Column {
        id: column
        width: parent.width

        Item {
            width: parent.width
            height: Math.max(picture.height, words.implicitHeight) + 2 * Theme.gap

            ProductImage {
                id: picture
                x: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.tablet ? 56 : 96
                height: width
                drawing: card.shortage.drawing
                hex: card.shortage.hex
            }

            Column {
                id: words
                anchors.left: picture.right
                anchors.leftMargin: Theme.gap
                anchors.right: out.left
                anchors.rightMargin: Theme.gapSmall
                anchors.verticalCenter: parent.verticalCenter
                spacing: 2

                Txt {
                    objectName: "shortage.title"
                    width: parent.width
                    strong: true
                    color: Theme.waiting
                    text: card.shortage.title
                    maximumLineCount: 4
                    elide: Text.ElideRight
                    Accessible.ignored: true
                }

                Txt {
                    width: parent.width
                    role: "small"
                    color: Theme.inkSoft
                    text: card.shortage.text
                    Accessible.ignored: true
                }
            }

            QuietButton {
                id: out
                objectName: "shortage.out"
                anchors.right: parent.right
                anchors.rightMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                label: qsTr("Take it out")
                onClicked: card.shortage.takeOut()
            }
        }

        Repeater {
            model: card.shortage.ways

            Column {
                id: entry

                required property string key
                required property string icon
                required property string title
                required property string detail

                width: column.width

                Divider {
                    x: Theme.gap
                    width: parent.width - 2 * Theme.gap
                }

                Choice {
                    objectName: "instead." + entry.key
                    width: parent.width
                    checkable: false
                    icon: entry.icon
                    title: entry.title
                    detail: entry.detail
                    onClicked: card.shortage.choose(entry.key)
                }
            }
        }
    }
}

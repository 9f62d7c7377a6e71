pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// What has just sold out, the nearest other ways to have it, and doing without.
Card {
    id: card

    required property ShortageModel shortage
    readonly property bool several: shortage.pieces.count > 1

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
            height: Math.max(title.implicitHeight, all.visible ? all.height : 0) + Theme.gap
                    + (card.several ? Theme.gapSmall : 0)

            Txt {
                id: title
                objectName: "shortage.title"
                anchors.left: parent.left
                anchors.leftMargin: Theme.gap
                anchors.right: all.visible ? all.left : parent.right
                anchors.rightMargin: Theme.gapSmall
                y: card.several ? (parent.height - height) / 2 : parent.height - height
                role: "heading"
                color: Theme.waiting
                text: card.shortage.title
                Accessible.ignored: true
            }

            QuietButton {
                id: all
                objectName: "shortage.outAll"
                visible: card.several
                anchors.right: parent.right
                anchors.rightMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                label: qsTr("Remove all %1").arg(card.shortage.pieces.count)
                onClicked: card.shortage.takeOutAll()
            }
        }

        Repeater {
            model: card.shortage.pieces

            Column {
                id: piece

                required property int index
                required property string sku
                required property string name
                required property string detail
                required property string drawing
                required property string hex
                required property string picture
                required property bool open

                width: column.width

                Divider {
                    visible: card.several
                    width: parent.width
                }

                Item {
                    width: parent.width
                    height: Math.max(picture.height, words.implicitHeight, out.height) + 2 * Theme.gapSmall

                    Pressable {
                        objectName: "shortage.piece." + piece.sku
                        anchors.fill: parent
                        visible: !piece.open
                        label: piece.name
                        hint: qsTr("Show other ways to have it")
                        onClicked: card.shortage.open(piece.sku)
                    }

                    ProductImage {
                        id: picture
                        x: Theme.gap
                        anchors.verticalCenter: parent.verticalCenter
                        width: Theme.compact ? 56 : 96
                        height: width
                        drawing: piece.drawing
                        hex: piece.hex
                        picture: piece.picture
                    }

                    Column {
                        id: words
                        anchors.left: picture.right
                        anchors.leftMargin: Theme.gap
                        anchors.right: more.left
                        anchors.rightMargin: Theme.gapSmall
                        anchors.verticalCenter: parent.verticalCenter
                        spacing: 2

                        Txt {
                            width: parent.width
                            strong: true
                            text: piece.name
                            maximumLineCount: 2
                            elide: Text.ElideRight
                            Accessible.ignored: true
                        }

                        Txt {
                            width: parent.width
                            role: "small"
                            color: Theme.inkSoft
                            text: piece.detail
                            Accessible.ignored: true
                        }
                    }

                    Icon {
                        id: more
                        visible: !piece.open
                        width: visible ? Theme.icon : 0
                        anchors.right: out.left
                        anchors.rightMargin: Theme.gapSmall
                        anchors.verticalCenter: parent.verticalCenter
                        name: "expand_more"
                        color: Theme.inkSoft
                    }

                    QuietButton {
                        id: out
                        objectName: "shortage.out." + piece.sku
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.gap
                        anchors.verticalCenter: parent.verticalCenter
                        label: qsTr("Remove")
                        onClicked: card.shortage.takeOut(piece.sku)
                    }
                }

                Txt {
                    x: Theme.gap
                    visible: piece.open
                    width: parent.width - 2 * Theme.gap
                    bottomPadding: Theme.gapSmall
                    role: "small"
                    color: Theme.inkSoft
                    text: card.shortage.text
                }

                Repeater {
                    model: piece.open ? card.shortage.ways : null

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
    }
}

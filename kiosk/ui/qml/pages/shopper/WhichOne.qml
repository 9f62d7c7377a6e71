pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// A code that may mean several products: which one is it?
BottomSheet {
    id: sheet

    required property WhichOneModel which

    objectName: "whichOne"
    opened: which.opened
    title: qsTr("Which one is it?")
    text: qsTr("This code can mean more than one product.")
    onClosed: which.close()

    content: [
        Repeater {
            model: sheet.which.candidates

            Pressable {
                id: row

                required property string sku
                required property string name
                required property string detail
                required property string price
                required property string drawing
                required property string hex
                required property string picture

                objectName: "which." + sku
                label: name + ", " + detail + ", " + price
                width: parent?.width ?? 0
                height: Math.max(Theme.targetPrimary, words.implicitHeight + 2 * Theme.gapSmall, image.height + 2 * Theme.gapSmall)
                onClicked: sheet.which.choose(sku)

                Card {
                    anchors.fill: parent
                    color: row.pressed ? Theme.sunk : Theme.surface
                }

                ProductImage {
                    id: image
                    x: Theme.gapSmall
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.targetPrimary
                    height: width
                    drawing: row.drawing
                    hex: row.hex
                    picture: row.picture
                }

                Column {
                    id: words
                    anchors.left: image.right
                    anchors.leftMargin: Theme.gap
                    anchors.right: price.left
                    anchors.rightMargin: Theme.gap
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: Theme.unit / 2

                    Txt {
                        width: parent.width
                        strong: true
                        text: row.name
                        maximumLineCount: 3
                        elide: Text.ElideRight
                        Accessible.ignored: true
                    }

                    Txt {
                        width: parent.width
                        role: "small"
                        color: Theme.inkSoft
                        text: row.detail
                        Accessible.ignored: true
                    }
                }

                Txt {
                    id: price
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gap
                    anchors.verticalCenter: parent.verticalCenter
                    role: "heading"
                    tabular: true
                    wrapMode: Text.NoWrap
                    text: row.price
                    Accessible.ignored: true
                }
            }
        },
        QuietButton {
            objectName: "whichOne.close"
            width: parent?.width ?? 0
            height: Theme.targetPrimary
            cornerRadius: Theme.radius
            role: "heading"
            label: qsTr("None of these")
            onClicked: sheet.which.close()
        }
    ]
}

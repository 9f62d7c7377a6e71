import QtQuick
import "../.."
import "../../controls"

/// A product in a list.
Pressable {
    id: tile

    required property string productId
    required property string colourCode
    required property string name
    required property string brand
    required property string price
    required property string drawing
    required property string hex
    required property string picture

    label: name + ", " + price

    Card {
        anchors.fill: parent
        color: tile.pressed ? Theme.sunk : Theme.surface
    }

    ProductImage {
        id: picture
        x: Theme.gapSmall
        y: Theme.gapSmall
        width: parent.width - 2 * Theme.gapSmall
        height: width * 0.86
        drawing: tile.drawing
        hex: tile.hex
        picture: tile.picture
        around: tile.pressed ? Theme.sunk : Theme.surface
    }

    Column {
        anchors.top: picture.bottom
        anchors.topMargin: Theme.gapSmall
        x: Theme.gap
        width: parent.width - 2 * Theme.gap
        spacing: 2

        Txt {
            width: parent.width
            strong: true
            text: tile.name
            maximumLineCount: 2
            elide: Text.ElideRight
            Accessible.ignored: true
        }

        Txt {
            width: parent.width
            role: "small"
            color: Theme.inkSoft
            text: tile.brand
            maximumLineCount: 1
            elide: Text.ElideRight
            Accessible.ignored: true
        }
    }

    Txt {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap
        x: Theme.gap
        strong: true
        role: "heading"
        tabular: true
        text: tile.price
        Accessible.ignored: true
    }
}

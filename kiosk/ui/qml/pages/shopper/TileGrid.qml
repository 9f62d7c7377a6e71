pragma ComponentBehavior: Bound
import QtQuick
import "../.."
import "../../controls"

/// Products as tiles; only what is in sight is made.
GridView {
    id: grid

    property int columns: !Theme.portrait ? 4 : Theme.compact ? 3 : 2
    // By the count: contentHeight follows only when the next frame is laid out.
    readonly property bool near: count > 0
        && contentY - originY + 2 * height > Math.ceil(count / columns) * cellHeight

    signal picked(string productId, string colourCode)
    signal nearEnd

    function ask(): void {
        if (near)
            nearEnd();
    }

    leftMargin: Theme.margin - Theme.gap / 2
    rightMargin: leftMargin
    bottomMargin: Theme.gap
    cellWidth: (width - leftMargin - rightMargin) / columns
    cellHeight: cellWidth * 0.86 + (Theme.compact ? 120 : 200)
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    onNearChanged: Qt.callLater(ask)
    onCountChanged: Qt.callLater(ask)
    onMovementStarted: Typing.leave()

    delegate: Item {
        id: cell

        required property string key
        required property string productId
        required property string colourCode
        required property string name
        required property string brand
        required property string price
        required property string drawing
        required property string hex
        required property string picture

        width: grid.cellWidth
        height: grid.cellHeight

        ProductTile {
            objectName: "tile." + cell.productId
            anchors.fill: parent
            anchors.margins: Theme.gap / 2
            productId: cell.productId
            colourCode: cell.colourCode
            name: cell.name
            brand: cell.brand
            price: cell.price
            drawing: cell.drawing
            hex: cell.hex
            picture: cell.picture
            onClicked: grid.picked(productId, colourCode)
        }
    }
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"
import "../shopper"

/// The shelves, and search as you type over them.
ShopperPage {
    id: page

    required property ShelvesModel shelves
    required property SearchModel search
    required property ProductModel product

    readonly property bool idle: search.state === "idle"

    title: qsTr("Catalogue")
    ready: shelves.ready
    revision: search.revision

    Field {
        id: field
        objectName: "search"
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        boxHeight: Theme.target
        icon: "search"
        placeholder: qsTr("Jacket, blue, 98…")
        enterLabel: qsTr("Show")
        clearable: true
        text: page.search.text
        maximumLength: 60
        onEdited: text => page.search.type(text)
        onAccepted: page.search.submit()
    }

    GridView {
        id: grid
        objectName: "shelves"
        visible: page.idle
        anchors.fill: parent
        anchors.topMargin: field.height + Theme.gap
        leftMargin: Theme.margin - Theme.gap / 2
        rightMargin: leftMargin
        bottomMargin: Theme.gap
        cellWidth: Math.floor((width - leftMargin - rightMargin) / 4)
        cellHeight: cellWidth * 0.56 + Theme.u * 9
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.shelves.categories
        onMovementStarted: Typing.leave()
        delegate: Item {
            id: cell

            required property string id
            required property string name
            required property string drawing
            required property string hex

            width: grid.cellWidth
            height: grid.cellHeight

            Pressable {
                id: tile
                objectName: "category." + cell.id
                anchors.fill: parent
                anchors.margins: Theme.gap / 2
                label: cell.name
                onClicked: page.shelves.open(cell.id)

                Card {
                    anchors.fill: parent
                    color: tile.pressed ? Theme.sunk : Theme.surface
                }

                ProductImage {
                    id: picture
                    x: Theme.u
                    y: Theme.u
                    width: parent.width - 2 * Theme.u
                    height: parent.height - Theme.u * 8
                    drawing: cell.drawing
                    hex: cell.hex
                }

                Txt {
                    anchors.top: picture.bottom
                    anchors.bottom: parent.bottom
                    x: Theme.gap
                    width: parent.width - 2 * Theme.gap
                    verticalAlignment: Text.AlignVCenter
                    strong: true
                    maximumLineCount: 2
                    elide: Text.ElideRight
                    text: cell.name
                    Accessible.ignored: true
                }
            }
        }
    }

    TileGrid {
        objectName: "results"
        visible: page.search.state === "results"
        anchors.fill: parent
        anchors.topMargin: field.height + Theme.gap
        model: page.search.results
        onPicked: (id, colour) => page.product.openProduct(id, colour)
    }

    EmptyState {
        objectName: "searchState"
        visible: !page.idle && page.search.state !== "results"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: field.bottom
        anchors.topMargin: Theme.gap
        width: parent.width - 2 * Theme.margin
        busy: page.search.state === "loading"
        icon: page.search.state === "none" ? "search_off" : "error"
        title: ({ loading: qsTr("Searching…"), none: qsTr("Nothing found"),
                  failed: qsTr("The search does not work just now") })[page.search.state] ?? ""
        text: ({ none: qsTr("Try fewer or other words, for example only “jacket”."),
                 failed: qsTr("Scan the label, or try again in a moment.") })[page.search.state] ?? ""
    }
}

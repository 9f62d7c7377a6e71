pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"
import "../shopper"

/// The categories, and search as you type over them.
ShopperPage {
    id: page

    required property CategoriesModel categories
    required property SearchModel search
    required property ProductModel product

    readonly property bool idle: search.state === "idle"
    readonly property int columns: Theme.portrait ? 3 : 4
    readonly property real captionHeight: Theme.compact ? Theme.unit * 8 : Theme.unit * 11

    title: qsTr("Catalogue")
    ready: categories.ready
    revision: search.revision

    Connections {
        target: page.search

        function onAnswered(): void {
            if (field.text !== page.search.text)  // a word was chosen instead of typed
                field.text = page.search.text;
            results.positionViewAtBeginning();
        }
    }

    Field {
        id: field
        objectName: "search"
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        boxHeight: Theme.target
        icon: "search"
        placeholder: page.search.hint
        clearable: true
        text: page.search.text
        maximumLength: 60
        onEdited: text => page.search.type(text)
        onAccepted: page.search.submit()

        // What is shown is still of the text before.
        Busy {
            objectName: "searchBusy"
            visible: page.search.busy && page.search.state === "results"
            anchors.right: parent.right
            anchors.rightMargin: Theme.target + Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            size: Theme.icon
        }
    }

    GridView {
        id: grid
        objectName: "categories"
        visible: page.idle
        anchors.fill: parent
        anchors.topMargin: field.height + Theme.gap
        leftMargin: Theme.margin - Theme.gap / 2
        rightMargin: leftMargin
        bottomMargin: Theme.gap
        cellWidth: Math.floor((width - leftMargin - rightMargin) / page.columns)
        cellHeight: cellWidth * 0.56 + page.captionHeight + Theme.unit
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.categories.rows
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
                onClicked: page.categories.open(cell.id)

                Card {
                    anchors.fill: parent
                    color: tile.pressed ? Theme.sunk : Theme.surface
                }

                ProductImage {
                    id: picture
                    x: Theme.unit
                    y: Theme.unit
                    width: parent.width - 2 * Theme.unit
                    height: parent.height - page.captionHeight
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
        id: results
        objectName: "results"
        visible: page.search.state === "results"
        anchors.fill: parent
        anchors.topMargin: field.height + Theme.gap
        model: page.search.results
        onPicked: (id, colour) => page.product.openProduct(id, colour)
        onNearEnd: page.search.more()
    }

    SearchState {
        objectName: "searchState"
        search: page.search
        visible: !page.idle && page.search.state !== "results"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: field.bottom
        anchors.topMargin: Theme.gap
        width: parent.width - 2 * Theme.margin
        busy: page.search.state === "loading"
        icon: page.search.state === "none" ? "search_off" : "error"
        title: ({ loading: qsTr("Searching…"), none: qsTr("Nothing found"),
                  failed: qsTr("The search does not work just now") })[page.search.state] ?? ""
        text: ({ none: page.search.words.length > 0 ? qsTr("No results for “%1”. Try:").arg(page.search.text.trim())
                     : qsTr("Try another word, or scan the label."),
                 failed: qsTr("Scan the label, or try again in a moment.") })[page.search.state] ?? ""
        action: page.search.state === "none" && page.search.words.length === 0 ? qsTr("Browse departments") : ""
        onActed: page.search.type("")
    }
}

import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Search as you type.
ShopperPage {
    id: page

    required property SearchModel search
    required property ProductModel product

    title: qsTr("Search")
    revision: search.revision
    Component.onCompleted: field.take()

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
        visible: page.search.state !== "results"
        anchors.top: field.bottom
        anchors.topMargin: Theme.margin * 2
        anchors.horizontalCenter: parent.horizontalCenter
        width: parent.width - 2 * Theme.margin
        busy: page.search.state === "loading"
        icon: page.search.state === "none" ? "search_off" : "search"
        title: ({ idle: qsTr("What are you looking for?"), loading: qsTr("Searching…"),
                  none: qsTr("Nothing found"),
                  failed: qsTr("Search does not work just now") })[page.search.state] ?? ""
        text: ({ idle: qsTr("A name, a brand, a colour or a size\u00a0— or the number under the barcode"),
                 none: page.search.words.length > 0 ? qsTr("No results for “%1”. Try:").arg(page.search.text.trim())
                      : qsTr("Try another word, or scan the label. An assistant will gladly help."),
                 failed: qsTr("Scan the label, or try again in a moment") })[page.search.state] ?? ""
        action: page.search.state === "none" && page.search.words.length === 0 ? qsTr("Browse departments") : ""
        onActed: page.shell.home()
    }
}

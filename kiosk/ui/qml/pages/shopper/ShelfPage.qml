import QtQuick
import StoreKiosk.Models
import "../../controls"
import "../.."

/// What lies on one shelf.
ShopperPage {
    id: page

    required property ShelvesModel shelves
    required property ProductModel product

    title: shelves.title
    ready: shelves.ready
    revision: shelves.revision

    TileGrid {
        objectName: "shelf"
        anchors.fill: parent
        model: page.shelves.products
        onPicked: (id, colour) => page.product.openProduct(id, colour)
        onNearEnd: page.shelves.more()
    }

    EmptyState {
        visible: page.shelves.products.count === 0
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        busy: !page.shelves.ready
        icon: "checkroom"
        title: page.shelves.ready ? qsTr("This shelf is empty just now") : qsTr("One moment…")
    }
}

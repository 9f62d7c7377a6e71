import QtQuick
import StoreKiosk.Models
import "../../controls"
import "../.."

/// The products of one category.
ShopperPage {
    id: page

    required property CategoriesModel categories
    required property ProductModel product

    title: categories.title
    ready: categories.ready
    revision: categories.revision

    TileGrid {
        objectName: "category"
        anchors.fill: parent
        model: page.categories.products
        onPicked: (id, colour) => page.product.openProduct(id, colour)
        onNearEnd: page.categories.more()
    }

    EmptyState {
        visible: page.categories.products.count === 0
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        busy: !page.categories.ready
        icon: "checkroom"
        title: page.categories.ready ? qsTr("This shelf is empty just now") : qsTr("One moment…")
    }
}

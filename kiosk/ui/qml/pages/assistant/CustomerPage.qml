pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// One customer: who, what has been over all channels, and the basket, live.
Page {
    id: page

    required property Shell shell
    required property CustomerFileModel file
    required property BasketModel basket
    required property CheckoutModel checkout
    required property CustomerBasketModel beside

    readonly property bool narrow: width < 1100

    ready: file.state !== "opening"
    scene: file.customerId
    stake: basket.pieces

    Row {
        anchors.fill: parent
        anchors.margins: page.narrow ? Theme.gap : Theme.margin
        spacing: Theme.gap

        WhoCard {
            width: page.narrow ? 236 : 284
            height: parent.height
            shell: page.shell
            file: page.file
        }

        TimelineCard {
            width: parent.width - parent.children[0].width - parent.children[2].width - 2 * Theme.gap
            height: parent.height
            file: page.file
        }

        CustomerBasketCard {
            width: page.narrow ? 300 : 348
            height: parent.height
            shell: page.shell
            basket: page.basket
            checkout: page.checkout
            beside: page.beside
        }
    }
}

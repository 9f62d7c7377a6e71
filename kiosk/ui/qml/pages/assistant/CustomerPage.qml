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
    required property CustomerBasketModel customerBasket

    readonly property bool narrow: width < 1100
    // With large type narrow too: the way to the checkout stands lower there than "Place order".
    readonly property real edge: narrow || !Theme.compact ? Theme.gap : Theme.margin
    readonly property real inner: width - 2 * edge

    // Lying there is room for three columns; upright what was stands below the other two.
    readonly property real whoWidth: Theme.portrait ? (inner - Theme.gap) * 0.42
        : !Theme.compact ? inner * 0.26 : narrow ? 236 : 284
    readonly property real basketWidth: Theme.portrait ? inner - whoWidth - Theme.gap
        : !Theme.compact ? inner * 0.34 : narrow ? 300 : 348
    readonly property real cardHeight: Theme.portrait ? (height - 2 * edge - Theme.gap) * 0.56 : height - 2 * edge

    ready: file.state !== "opening"
    scene: file.customerId
    stake: basket.pieces

    WhoCard {
        id: who
        x: page.edge
        y: page.edge
        width: page.whoWidth
        height: page.cardHeight
        shell: page.shell
        file: page.file
    }

    TimelineCard {
        x: Theme.portrait ? page.edge : who.x + who.width + Theme.gap
        y: Theme.portrait ? who.y + who.height + Theme.gap : page.edge
        width: Theme.portrait ? page.inner : basketCard.x - x - Theme.gap
        height: page.height - page.edge - y
        file: page.file
    }

    CustomerBasketCard {
        id: basketCard
        x: page.width - page.edge - width
        y: page.edge
        width: page.basketWidth
        height: page.cardHeight
        shell: page.shell
        basket: page.basket
        checkout: page.checkout
        beside: page.customerBasket
    }
}

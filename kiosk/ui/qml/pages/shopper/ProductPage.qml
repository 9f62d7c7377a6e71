pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// One product with everything that can be done with it.
ShopperPage {
    id: page

    required property ProductModel product

    /// The picture and what is to be done stand beside the details, not above and below.
    readonly property bool beside: !Theme.portrait

    within: beside
    actionWidth: beside ? inner * 0.36 : inner
    ready: product.ready
    revision: product.revision
    scene: [product.id, product.added].join()
    bodyFoot: added.visible && !beside ? added.height + Theme.gap : 0

    component Fact: Column {
        id: fact

        required property string title
        required property string text

        visible: text !== ""
        spacing: 2

        Txt {
            role: "small"
            strong: true
            color: Theme.inkSoft
            text: fact.title
        }

        Txt {
            width: fact.width
            text: fact.text
        }
    }

    Scroll {
        id: scroll
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: added.visible && !page.beside ? added.top : parent.bottom
        anchors.bottomMargin: added.visible && !page.beside ? Theme.gap : 0
        padding: Theme.gap

        Item {
            id: holder
            x: Theme.margin
            width: page.inner
            implicitHeight: page.beside ? details.implicitHeight
                                         : picture.height + Theme.gap + details.implicitHeight

            ProductImage {
                id: picture
                parent: page.beside ? stand : holder
                objectName: "picture"
                width: page.beside ? page.actionWidth : page.inner
                height: page.beside ? stand.height : Math.max(420, Math.min(640, page.height * 0.33))
                radius: Theme.radius
                share: 0.88
                drawing: page.product.drawing
                hex: page.product.hex
                picture: page.product.picture
                whole: true
                around: Theme.background

                // Over the picture, so that nothing moves under a finger.
                Chip {
                    objectName: "priceMoved"
                    visible: label !== ""
                    anchors.right: parent.right
                    anchors.bottom: parent.bottom
                    anchors.margins: Theme.gapSmall
                    tone: "surface"
                    icon: page.product.cheaper ? "trending_down" : "trending_up"
                    label: page.product.moved
                    wraps: true
                    maximumWidth: parent.width - 2 * Theme.gapSmall
                }
            }

            Column {
                id: details
                x: page.beside ? picture.width + Theme.gap * 1.5 : 0
                y: page.beside ? 0 : picture.height + Theme.gap
                width: page.inner - x
                spacing: Theme.gap

                Item {
                    width: parent.width
                    implicitHeight: Math.max(names.implicitHeight, prices.implicitHeight)

                    Column {
                        id: names
                        width: parent.width - prices.width - Theme.gap
                        spacing: Theme.unit / 2

                        Txt {
                            objectName: "name"
                            width: parent.width
                            role: "title"
                            text: page.product.name
                            maximumLineCount: 3
                            elide: Text.ElideRight
                        }

                        Txt {
                            width: parent.width
                            role: "small"
                            color: Theme.inkSoft
                            text: page.product.origin
                        }
                    }

                    Column {
                        id: prices
                        anchors.right: parent.right
                        width: Math.min(page.inner * 0.48, Math.max(price.implicitWidth, tier.implicitWidth, why.implicitWidth))
                        spacing: 2

                        Txt {
                            visible: page.product.listPrice !== ""
                            anchors.right: parent.right
                            tabular: true
                            color: Theme.inkSoft
                            font.strikeout: true
                            text: page.product.listPrice
                            Accessible.name: qsTr("Was %1").arg(text)
                        }

                        Txt {
                            id: price
                            objectName: "price"
                            anchors.right: parent.right
                            role: "title"
                            tabular: true
                            text: page.product.price
                            wrapMode: Text.NoWrap
                        }

                        Txt {
                            id: why
                            width: parent.width
                            visible: text !== ""
                            horizontalAlignment: Text.AlignRight
                            role: "small"
                            strong: true
                            color: Theme.accent
                            text: page.product.reasons
                        }

                        Txt {
                            id: tier
                            objectName: "tierPrice"
                            width: parent.width
                            visible: text !== ""
                            horizontalAlignment: Text.AlignRight
                            role: "small"
                            strong: true
                            color: Theme.loyalty
                            text: page.product.tierPrice
                        }
                    }
                }

                Chip {
                    objectName: "onLabel"
                    visible: label !== ""
                    tone: page.product.pricedLabel ? "waiting" : "plain"
                    icon: page.product.pricedLabel ? "sell" : "scale"
                    role: "body"
                    label: page.product.onLabel
                    wraps: true
                    maximumWidth: parent.width
                }

                Swatches {
                    width: parent.width
                    colours: page.product.colours
                    onPicked: code => page.product.pickColour(code)
                }

                SizeChips {
                    width: parent.width
                    sizes: page.product.sizes
                    onPicked: sku => page.product.pickSize(sku)
                }

                WayList {
                    objectName: "ways"
                    visible: page.product.canAdd
                    width: parent.width
                    ways: page.product.ways
                    more: page.product.moreStores
                    age: page.product.age
                    onPicked: key => page.product.pickWay(key)
                    onMoreWanted: page.product.showAllStores()
                }

                Banner {
                    objectName: "soldOut"
                    visible: !page.product.canAdd && page.product.sized && page.product.ready
                    width: parent.width
                    tone: "plain"
                    icon: "block"
                    title: qsTr("Sold out in this colour and size")
                    text: qsTr("Choose another size or colour: each one says where it is.")
                }

                Fact {
                    width: parent.width
                    title: qsTr("Details")
                    text: page.product.description
                }

                Fact {
                    width: parent.width
                    title: qsTr("Material")
                    text: page.product.composition
                }

                Fact {
                    width: parent.width
                    title: qsTr("Care")
                    text: page.product.care
                }
            }
        }
    }

    // Beside the details the picture stays, and what is to be done with it stands below.
    Item {
        id: stand
        x: Theme.margin
        width: page.actionWidth
        height: Math.min(width, parent.height - 2 * (Theme.targetPrimary + Theme.gapSmall)
                         - added.implicitHeight - Theme.gap * 2)
    }

    Banner {
        id: added
        objectName: "added"
        visible: page.product.added
        x: Theme.margin
        y: page.beside ? stand.height + Theme.gap : parent.height - height
        width: page.actionWidth
        icon: "check_circle"
        title: Theme.staff ? qsTr("Added to the basket") : qsTr("Added to your basket")
        text: page.product.addedText
    }

    // Adding stays where it was: the next step never comes under the finger that took the last.
    actions: [
        PrimaryButton {
            objectName: "toBasket"
            visible: page.product.added
            width: page.actionWidth
            icon: "arrow_forward"
            label: qsTr("Go to basket")
            onClicked: page.shell.open("basket")
        },
        QuietButton {
            id: basketButton
            objectName: "toBasket"
            visible: !page.product.added && (page.basket.pieces > 0 || page.shell.hasContent && !page.railed)
            width: page.beside ? page.actionWidth : page.inner * 0.4
            height: Theme.targetPrimary
            cornerRadius: Theme.radius
            role: "heading"
            icon: "shopping_bag"
            label: page.basket.pieces > 0 ? qsTr("Basket · %1").arg(page.basket.pieces) : qsTr("Basket")
            onClicked: page.shell.open("basket")
        },
        PrimaryButton {
            objectName: "add"
            visible: !page.product.added
            width: page.actionWidth - (page.beside || !basketButton.visible ? 0
                                       : basketButton.width + Theme.gapSmall)
            enabled: page.product.canAdd
            icon: page.product.canAdd ? "add_shopping_cart" : ""
            label: !page.product.sized ? qsTr("Choose a size")
                 : page.product.canAdd ? qsTr("Add to basket") : qsTr("Sold out")
            onClicked: page.product.add()
        },
        QuietButton {
            objectName: "add"
            visible: page.product.added
            width: page.actionWidth
            height: Theme.targetPrimary
            cornerRadius: Theme.radius
            role: "heading"
            enabled: page.product.canAdd
            icon: "add"
            label: qsTr("Add another")
            onClicked: page.product.add()
        }
    ]
}

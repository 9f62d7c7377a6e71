pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// The first screen: one big thing to do, everything else is quiet.
ShopperPage {
    id: page

    required property CatalogueComing coming
    required property CategoriesModel categories
    required property SearchModel search
    required property CameraModel camera

    /// Room for the scanner's panel beside the words.
    readonly property bool wide: !Theme.portrait && width >= Theme.fontPx("display") * 23.5
    readonly property int columns: categories.rows.count > 9 ? 4 : 3
    readonly property real tileWidth: (width - 2 * Theme.margin - (columns - 1) * Theme.gap) / columns
    readonly property real captionHeight: columns > 3 ? Theme.fontPx("small") * 2.5 + Theme.gapSmall : Theme.target

    ready: shell.catalogueReady && categories.rows.count > 0

    NoCatalogue {
        visible: !page.shell.catalogueReady
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        shell: page.shell
        coming: page.coming
    }

    Scroll {
        id: scroll
        visible: page.shell.catalogueReady
        anchors.fill: parent
        padding: Theme.gap
        spacing: Theme.gap

        Item {
            id: top
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            implicitHeight: page.wide ? panel.height
                                      : head.height + panel.height + searchBox.height + 2 * Theme.gap

            Column {
                id: head
                width: page.wide ? parent.width - panel.width - 2 * Theme.gap : parent.width
                spacing: Theme.unit

                Txt {
                    objectName: "headline"
                    width: parent.width
                    role: "display"
                    lineHeight: 0.92
                    text: page.shell.scanner === "camera" ? qsTr("Show us a product\nor your loyalty card")
                                                          : qsTr("Hold a product or your\nloyalty card to the scanner")
                }

                Txt {
                    width: parent.width
                    role: "heading"
                    color: Theme.inkSoft
                    font.variableAxes: ({ wght: 430, opsz: 30 })
                    text: qsTr("See sizes in every store and have them delivered")
                }
            }

            ScanPanel {
                id: panel
                objectName: "scanPanel"
                x: page.wide ? parent.width - width : 0
                y: page.wide ? 0 : head.height + Theme.gap
                width: page.wide ? parent.width / 2 : parent.width
                // As the camera's picture, of which little is cut off. Upright it takes what the
                // rest leaves: on a short screen the page scrolls instead.
                height: page.wide ? Math.round(width * 9 / 16)
                    : Math.max(380, width * 0.37,
                               Math.min(640, scroll.height - head.height - searchBox.height
                                             - tiles.height - 4 * Theme.gap))
                shell: page.shell
                camera: page.camera
                view: Finder.view
            }

            Pressable {
                id: searchBox
                objectName: "searchBox"
                y: page.wide ? panel.height - height : panel.y + panel.height + Theme.gap
                width: head.width
                height: Theme.targetPrimary
                label: qsTr("Search the shop")
                onClicked: page.shell.open("search")

                Card {
                    anchors.fill: parent
                    color: searchBox.pressed ? Theme.sunk : Theme.surface
                }

                Icon {
                    id: lens
                    x: Theme.gap + Theme.unit
                    anchors.verticalCenter: parent.verticalCenter
                    name: "search"
                    color: Theme.inkFaint
                }

                Txt {
                    anchors.left: lens.right
                    anchors.leftMargin: Theme.gap
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gap
                    anchors.verticalCenter: parent.verticalCenter
                    role: "heading"
                    font.variableAxes: ({ wght: 430, opsz: 30 })
                    color: Theme.inkFaint
                    text: page.shell.scanner === "typed" ? page.search.hintOrCode : page.search.hint
                }
            }
        }

        Grid {
            id: tiles
            x: Theme.margin
            columns: page.columns
            spacing: Theme.gap

            Repeater {
                model: page.categories.rows

                Pressable {
                    id: tile

                    required property string id
                    required property string name
                    required property string drawing
                    required property string hex

                    objectName: "category." + id
                    width: page.tileWidth
                    height: page.columns > 3 ? page.tileWidth * 0.62 + page.captionHeight
                                               : page.tileWidth * 0.92
                    label: name
                    onClicked: page.categories.open(id)

                    Card {
                        anchors.fill: parent
                        color: tile.pressed ? Theme.sunk : Theme.surface
                    }

                    ProductImage {
                        id: picture
                        x: Theme.hairline
                        y: Theme.hairline
                        width: parent.width - 2 * Theme.hairline
                        height: parent.height - caption.height
                        radius: Theme.radius
                        share: 0.84
                        drawing: tile.drawing
                        hex: tile.hex

                        Rectangle {
                            anchors.bottom: parent.bottom
                            width: parent.width
                            height: parent.radius
                            color: parent.color
                            z: -1
                        }
                    }

                    Item {
                        id: caption
                        anchors.bottom: parent.bottom
                        width: parent.width
                        height: page.captionHeight

                        Txt {
                            anchors.fill: parent
                            anchors.leftMargin: page.columns > 3 ? Theme.gapSmall + 4 : Theme.gap
                            anchors.rightMargin: Theme.unit
                            verticalAlignment: Text.AlignVCenter
                            role: page.columns > 3 ? "tiny" : "body"
                                                        strong: true
                            text: tile.name
                            wrapMode: Text.WordWrap
                            maximumLineCount: 2
                            elide: Text.ElideRight
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }
    }
}

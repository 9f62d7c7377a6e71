import QtQuick
import "../.."
import "../../controls"

/// A line of the basket.
Item {
    id: line

    required property string name
    required property string detail
    required property string price
    required property string listPrice
    required property string reasons
    required property string tier
    required property string channel
    required property string channelIcon
    required property string changed
    required property string moved
    required property string movedIcon
    required property string way
    required property string wayIcon
    required property int quantity
    required property int maximum
    required property string problem
    required property string drawing
    required property string hex
    required property string picture
    required property string question
    required property list<string> offers
    required property list<int> offered
    property string sku: ""
    readonly property bool narrow: Theme.compact

    signal counted(int quantity)
    signal removed
    signal wayWanted
    signal opened

    implicitHeight: column.implicitHeight + 2 * Theme.gap

    Rectangle {
        // What somebody has just changed elsewhere; its tag says so in words.
        anchors.fill: parent
        anchors.margins: Theme.unit / 2
        visible: line.changed !== ""
        radius: Theme.radius - Theme.unit / 2
        color: Theme.accentSoft
        border.width: Theme.stroke
        border.color: Theme.accent
    }

    ProductImage {
        id: picture
        x: Theme.gap
        y: Theme.gap
        width: Theme.compact ? 96 : 168
        height: width
        drawing: line.drawing
        hex: line.hex
        picture: line.picture
        around: line.changed !== "" ? Theme.accentSoft : Theme.surface

        Tap {
            onCounted: line.opened()
        }
    }

    Column {
        id: column
        anchors.left: picture.right
        anchors.leftMargin: Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        y: Theme.gap
        spacing: Theme.gapSmall

        Item {
            width: parent.width
            implicitHeight: Math.max(names.implicitHeight, prices.implicitHeight)

            Column {
                id: names
                width: parent.width - prices.width - Theme.gap
                spacing: 2

                Txt {
                    width: parent.width
                    role: "heading"
                    text: line.name
                    maximumLineCount: 2
                    elide: Text.ElideRight
                }

                Txt {
                    width: parent.width
                    role: "small"
                    color: Theme.inkSoft
                    text: line.narrow ? `${line.detail} · ${line.channel}` : line.detail
                }

                Flow {
                    width: parent.width
                    spacing: Theme.unit

                    Chip {
                        id: tag
                        objectName: "source." + line.sku
                        visible: !line.narrow || line.changed !== ""
                        icon: line.changed !== "" ? "sync" : line.channelIcon
                        tone: line.changed !== "" ? "surface" : "plain"
                        role: Theme.compact ? "small" : "tiny"
                        label: line.changed !== "" ? line.changed : line.channel
                        maximumWidth: parent.width
                    }

                    Txt {
                        visible: text !== ""
                        width: Math.min(implicitWidth, parent.width)
                        height: Math.max(implicitHeight, tag.visible ? tag.height : 0)
                        verticalAlignment: Text.AlignVCenter
                        role: "small"
                        strong: true
                        color: Theme.accent
                        text: line.reasons
                    }

                    Txt {
                        visible: text !== ""
                        width: Math.min(implicitWidth, parent.width)
                        height: Math.max(implicitHeight, tag.visible ? tag.height : 0)
                        verticalAlignment: Text.AlignVCenter
                        role: "small"
                        strong: true
                        color: Theme.loyalty
                        text: line.tier
                    }
                }
            }

            Column {
                id: prices
                anchors.right: parent.right

                Txt {
                    anchors.right: parent.right
                    role: "heading"
                    strong: true
                    tabular: true
                    text: line.price
                    wrapMode: Text.NoWrap
                }

                Txt {
                    visible: text !== ""
                    anchors.right: parent.right
                    role: "small"
                    tabular: true
                    font.strikeout: true
                    color: Theme.inkSoft
                    text: line.listPrice
                    wrapMode: Text.NoWrap
                    Accessible.name: qsTr("Was %1").arg(text)
                }
            }
        }

        PriceMark {
            objectName: "moved." + line.sku
            visible: text !== ""
            width: parent.width
            icon: line.movedIcon
            text: line.moved
        }

        Txt {
            objectName: "problem." + line.sku
            visible: text !== ""
            width: parent.width
            role: "small"
            strong: true
            color: Theme.error
            text: line.problem
        }

        Column {
            visible: line.offers.length > 0
            width: parent.width
            spacing: Theme.unit

            Txt {
                width: parent.width
                role: "small"
                strong: true
                color: Theme.waiting
                text: line.question
            }

            QuantityChoice {
                width: parent.width
                name: "contested." + line.sku
                offers: line.offers
                offered: line.offered
                onPicked: quantity => line.counted(quantity)
            }
        }

        Item {
            width: parent.width
            height: Theme.target

            WayButton {
                objectName: "wayOf." + line.sku
                anchors.verticalCenter: parent.verticalCenter
                problem: line.problem !== ""
                icon: line.wayIcon
                label: line.way
                hint: Theme.staff ? qsTr("Change how the customer gets it") : qsTr("Change how it gets to you")
                maximumWidth: column.width - counts.width - Theme.gapSmall
                onClicked: line.wayWanted()
            }

            Stepper {
                id: counts
                objectName: "count." + line.sku
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                removable: true
                value: line.quantity
                to: line.maximum
                onChanged: value => line.counted(value)
                onRemoved: line.removed()
            }
        }
    }
}

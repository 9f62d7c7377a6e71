import QtQuick
import "../.."
import "../../controls"

/// A line to be ordered, under the heading of its way where it is the first.
Column {
    id: part

    required property string sku
    required property string heading
    required property string headingDetail
    required property string icon
    required property string name
    required property string detail
    required property string drawing
    required property string hex
    required property string picture
    required property bool gone
    property bool divided: false

    signal changeWanted

    Divider {
        visible: part.divided && part.heading !== ""
        width: parent.width
    }

    Item {
        visible: part.heading !== ""
        width: parent.width
        height: visible ? head.implicitHeight + Theme.gap + Theme.unit / (Theme.compact ? 2 : 1) : 0

        Icon {
            id: symbol
            x: Theme.gap
            anchors.verticalCenter: head.verticalCenter
            name: part.icon
            color: Theme.accent
        }

        Txt {
            id: head
            anchors.left: symbol.right
            anchors.leftMargin: Theme.gapSmall
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap
            anchors.bottom: parent.bottom
            strong: true
            text: part.headingDetail === "" ? part.heading : `${part.heading} · ${part.headingDetail}`
        }
    }

    Item {
        width: parent.width
        height: Math.max(picture.height, words.implicitHeight, Theme.compact ? change.height : 0)
                + (Theme.compact ? Theme.unit * 1.5 : 2 * Theme.gapSmall)

        ProductImage {
            id: picture
            x: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.compact ? 56 : 96
            height: width
            drawing: part.drawing
            hex: part.hex
            picture: part.picture
        }

        Column {
            id: words
            anchors.left: picture.right
            anchors.leftMargin: Theme.gap
            anchors.right: change.left
            anchors.rightMargin: Theme.gapSmall
            anchors.verticalCenter: parent.verticalCenter

            Txt {
                width: parent.width
                text: part.name
                strong: true
                maximumLineCount: 2
                elide: Text.ElideRight
            }

            Txt {
                width: parent.width
                role: "small"
                strong: part.gone
                color: part.gone ? Theme.waiting : Theme.inkSoft
                text: part.gone ? qsTr("sold out") : part.detail
            }
        }

        QuietButton {
            id: change
            objectName: "change." + part.sku
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            tone: Theme.accent
            label: qsTr("Change")
            hint: Theme.staff ? qsTr("Change how the customer gets it") : qsTr("Change how it gets to you")
            onClicked: part.changeWanted()
        }
    }
}

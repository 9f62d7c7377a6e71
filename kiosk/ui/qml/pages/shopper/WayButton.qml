import QtQuick
import "../.."
import "../../controls"

/// How a line gets to the shopper, and that this can be changed.
Pressable {
    id: button

    property string icon: ""
    property bool problem: false
    property real maximumWidth: 10000
    readonly property color tone: problem ? Theme.error : Theme.accent

    implicitHeight: Theme.target
    implicitWidth: Math.min(maximumWidth, row.width + 2 * Theme.gap)
    cornerRadius: Theme.compact ? Theme.radius : Theme.radiusSmall

    Rectangle {
        anchors.fill: parent
        radius: button.cornerRadius
        color: button.pressed ? Theme.sunk : Theme.surface
        border.width: Theme.outline
        border.color: button.problem ? Theme.error : Theme.line
    }

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.unit

        Icon {
            id: symbol
            name: button.icon
            size: Theme.iconSmall
            color: button.tone
            anchors.verticalCenter: parent.verticalCenter
        }

        Txt {
            role: "small"
            strong: true
            text: button.label
            color: button.tone
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            width: Math.min(implicitWidth, button.maximumWidth - 2 * Theme.gap
                            - 2 * (symbol.width + Theme.unit))
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }

        Icon {
            name: "expand_more"
            size: Theme.iconSmall
            color: button.tone
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}

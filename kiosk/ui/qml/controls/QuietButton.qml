import QtQuick
import ".."

/// A second thing to do: outlined, or bare text when `bare`.
Pressable {
    id: button

    property string icon: ""
    property bool bare: false
    property string role: "body"
    property color tone: Theme.ink
    readonly property color front: coming ? Theme.inkFaint : tone

    implicitHeight: Theme.target
    // Not the row's width: that follows the button's and would stay at nothing.
    implicitWidth: words.implicitWidth + (icon !== "" ? Theme.iconSmall + 4 + Theme.gapSmall : 0)
                   + 2 * (bare ? Theme.gapSmall : Theme.gap + Theme.unit)
    cornerRadius: Theme.compact ? Theme.radius : height / 2
    opacity: enabled ? 1 : 0.55

    Rectangle {
        anchors.fill: parent
        radius: button.cornerRadius
        color: button.pressed || (button.coming && !button.bare) ? Theme.sunk : button.bare ? Theme.clear : Theme.surface
        border.width: button.bare ? 0 : Theme.outline
        border.color: Theme.line
    }

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.gapSmall

        Icon {
            visible: button.icon !== ""
            name: button.icon
            size: Theme.iconSmall + 4
            color: button.front
            anchors.verticalCenter: parent.verticalCenter
        }

        Txt {
            id: words
            role: button.role
            strong: true
            text: button.label
            color: button.front
            width: Math.min(implicitWidth, button.width > 0
                            ? button.width - 2 * Theme.gapSmall
                              - (button.icon !== "" ? Theme.iconSmall + 4 + Theme.gapSmall : 0)
                            : implicitWidth)
            maximumLineCount: 2
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignHCenter
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }
    }
}

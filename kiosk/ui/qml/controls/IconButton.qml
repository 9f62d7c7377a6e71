import QtQuick
import ".."

/// A button with a symbol only, round on the kiosk; `label` is read aloud.
Pressable {
    id: button

    required property string icon
    property color tone: Theme.ink
    property bool bare: false

    implicitWidth: Theme.target
    implicitHeight: Theme.target
    cornerRadius: Theme.compact ? Theme.radius : width / 2
    opacity: enabled ? 1 : 0.45

    Rectangle {
        anchors.fill: parent
        radius: button.cornerRadius
        color: button.pressed ? Theme.sunk : button.bare ? Theme.clear : Theme.surface
        border.width: button.bare ? 0 : Theme.outline
        border.color: Theme.line
    }

    Icon {
        anchors.centerIn: parent
        name: button.icon
        color: button.tone
    }
}

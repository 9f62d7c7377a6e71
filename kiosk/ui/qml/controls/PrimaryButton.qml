import QtQuick
import ".."

/// The one thing to do on a page.
Pressable {
    id: button

    property string icon: ""
    property bool busy: false
    property string role: "heading"

    implicitHeight: Theme.targetPrimary
    implicitWidth: row.implicitWidth + 2 * Theme.margin
    enabled: !busy

    onComingChanged: if (!coming) fade.restart()

    Rectangle {
        anchors.fill: parent
        visible: !fill.visible || fill.opacity < 1
        radius: button.cornerRadius
        color: button.enabled ? Theme.accentSoft : Theme.sunk
        border.width: button.enabled ? Theme.outline : Theme.hairline
        border.color: button.enabled ? Theme.accent : Theme.line
    }

    Rectangle {
        id: fill
        anchors.fill: parent
        visible: button.enabled || button.busy
        opacity: button.coming ? 0 : 1
        radius: button.cornerRadius
        color: button.pressed ? Theme.accentDeep : Theme.accent

        NumberAnimation {
            id: fade
            target: fill
            property: "opacity"
            from: 0
            to: 1
            duration: Theme.calm
        }
    }

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.gapSmall

        Busy {
            visible: button.busy
            size: Theme.icon
            tone: Theme.accentInk
            anchors.verticalCenter: parent.verticalCenter
        }

        Icon {
            visible: button.icon !== "" && !button.busy
            name: button.icon
            color: words.color
            anchors.verticalCenter: parent.verticalCenter
        }

        Txt {
            id: words
            role: button.role
            strong: true
            text: button.label
            color: !fill.visible ? Theme.inkFaint
                 : fill.opacity < 0.5 ? Theme.accent : Theme.accentInk
            width: Math.min(implicitWidth, button.width - 2 * Theme.gap
                            - (button.icon !== "" || button.busy ? Theme.icon + Theme.gapSmall : 0))
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignHCenter
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }
    }
}

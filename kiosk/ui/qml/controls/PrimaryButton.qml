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

    Rectangle {
        anchors.fill: parent
        radius: button.cornerRadius
        color: !button.enabled && !button.busy ? Theme.sunk
             : button.pressed ? Theme.accentDeep : Theme.accent
        border.width: button.enabled || button.busy ? 0 : Theme.hairline
        border.color: Theme.line
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
            color: button.enabled || button.busy ? Theme.accentInk : Theme.inkFaint
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

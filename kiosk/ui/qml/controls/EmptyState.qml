import QtQuick
import ".."

/// What stands where there is nothing, loading included: says so, and what to do.
Column {
    id: empty

    property string icon: "search"
    property string title: ""
    property string text: ""
    property string action: ""
    property bool busy: false

    signal acted

    spacing: Theme.gap

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.iconLarge * 1.9
        height: width
        radius: width / 2
        color: Theme.sunk

        Icon {
            anchors.centerIn: parent
            visible: !empty.busy
            name: empty.icon
            size: Theme.iconLarge
            color: Theme.inkFaint
        }

        Busy {
            anchors.centerIn: parent
            visible: empty.busy
            size: Theme.iconLarge * 0.7
        }
    }

    Txt {
        width: parent.width
        visible: text !== ""
        role: "title"
        text: empty.title
        horizontalAlignment: Text.AlignHCenter
    }

    Txt {
        width: Math.min(parent.width, 46 * Theme.fontPx("body") * 0.5)
        anchors.horizontalCenter: parent.horizontalCenter
        visible: text !== ""
        text: empty.text
        color: Theme.inkSoft
        horizontalAlignment: Text.AlignHCenter
    }

    QuietButton {
        objectName: empty.objectName + ".action"
        anchors.horizontalCenter: parent.horizontalCenter
        visible: empty.action !== ""
        label: empty.action
        onClicked: empty.acted()
    }
}

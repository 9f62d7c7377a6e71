import QtQuick
import "../.."
import "../../controls"

/// A question over everything; what cannot be taken back is never the large button. The window
/// answers Escape with "no".
Cover {
    id: ask

    property string title: ""
    property string text: ""
    property string more: ""
    property string yes: ""
    property string no: ""
    property string icon: ""
    property bool grave: false

    signal agreed
    signal declined

    scene: title
    onVisibleChanged: if (visible) forceActiveFocus()
    onBeside: declined()

    Card {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.compact ? 560 : 860)
        height: column.implicitHeight + 4 * Theme.gap

        MouseArea {
            anchors.fill: parent
        }

        Column {
            id: column
            anchors.centerIn: parent
            width: parent.width - 4 * Theme.gap
            spacing: Theme.gap

            Txt {
                width: parent.width
                role: "title"
                text: ask.title
            }

            Txt {
                objectName: ask.objectName + ".words"
                width: parent.width
                color: Theme.inkSoft
                text: ask.text
            }

            Txt {
                width: parent.width
                color: Theme.inkSoft
                text: ask.more
                visible: text !== ""
            }

            Item {
                width: 1
                height: Theme.unit
            }

            PrimaryButton {
                objectName: ask.objectName + (ask.grave ? ".stay" : ".go")
                width: parent.width
                commits: !ask.grave
                icon: ask.grave ? "" : ask.icon
                label: ask.grave ? ask.no : ask.yes
                onClicked: ask.grave ? ask.declined() : ask.agreed()
            }

            QuietButton {
                objectName: ask.objectName + (ask.grave ? ".go" : ".stay")
                width: parent.width
                commits: ask.grave
                icon: ask.grave ? ask.icon : ""
                tone: ask.grave ? Theme.error : Theme.ink
                label: ask.grave ? ask.yes : ask.no
                onClicked: ask.grave ? ask.agreed() : ask.declined()
            }
        }
    }
}

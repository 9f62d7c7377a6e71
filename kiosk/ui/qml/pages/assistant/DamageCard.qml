import QtQuick
import "../.."
import "../../controls"

/// The store was damaged: what is lost, what to do, and that somebody has read it.
Rectangle {
    id: card

    property string title: ""
    property string text: ""
    property string files: ""

    signal noted

    visible: title !== ""
    implicitHeight: words.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.errorSoft
    Accessible.role: Accessible.AlertMessage
    Accessible.name: title + " " + text

    Icon {
        id: symbol
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap + Theme.unit
        anchors.top: parent.top
        anchors.topMargin: Theme.gap
        name: "report"
        color: Theme.error
    }

    Column {
        id: words
        anchors.left: symbol.right
        anchors.leftMargin: Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.top: parent.top
        anchors.topMargin: Theme.gap
        spacing: Theme.unit / 2

        Txt {
            width: parent.width
            strong: true
            color: Theme.error
            text: card.title
        }

        Txt {
            width: parent.width
            color: Theme.error
            text: card.text
        }

        Item {
            width: parent.width
            height: Math.max(noted.height, files.implicitHeight) + Theme.unit

            Txt {
                id: files
                anchors.left: parent.left
                anchors.right: noted.left
                anchors.rightMargin: Theme.gap
                anchors.bottom: parent.bottom
                role: "tiny"
                color: Theme.inkSoft
                wrapMode: Text.WrapAnywhere
                text: card.files
            }

            QuietButton {
                id: noted
                objectName: card.objectName + ".action"
                anchors.right: parent.right
                anchors.bottom: parent.bottom
                icon: "check"
                label: qsTr("Got it")
                commits: true
                tone: Theme.error
                onClicked: card.noted()
            }
        }
    }
}

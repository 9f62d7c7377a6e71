import QtQuick
import StoreKiosk.Models
import ".."

/// "Still there?" with a countdown, before the screen is cleared.
Rectangle {
    id: overlay

    required property Shell shell

    objectName: "stillThere"
    visible: shell.stillThere
    color: Theme.scrim

    MouseArea {
        anchors.fill: parent
    }

    Card {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.tablet ? 560 : 860)
        height: column.implicitHeight + 4 * Theme.gap

        Column {
            id: column
            anchors.centerIn: parent
            width: parent.width - 4 * Theme.gap
            spacing: Theme.gap

            Txt {
                width: parent.width
                role: "display"
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("Still there?")
            }

            Txt {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                color: Theme.inkSoft
                text: overlay.shell.staffed
                        ? qsTr("In %n second(s) you are signed out and the screen is cleared.", "",
                               overlay.shell.stillThereLeft)
                        : qsTr("In %n second(s) we clear the screen, so that nobody sees what you chose.", "",
                               overlay.shell.stillThereLeft)
            }

            Rectangle {
                width: parent.width
                height: Theme.u * 1.5
                radius: height / 2
                color: Theme.sunk

                Rectangle {
                    width: parent.width * overlay.shell.stillThereShare
                    height: parent.height
                    radius: height / 2
                    color: Theme.accent
                }
            }

            PrimaryButton {
                objectName: "stillThere.here"
                width: parent.width
                label: qsTr("I’m still here")
                onClicked: overlay.shell.iAmHere()
            }

            QuietButton {
                objectName: "stillThere.end"
                width: parent.width
                height: Theme.target
                label: qsTr("End and clear now")
                onClicked: overlay.shell.endSession()
            }
        }
    }
}

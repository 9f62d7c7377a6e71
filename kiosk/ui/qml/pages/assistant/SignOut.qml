import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// "Sign out?" with what stays behind.
Rectangle {
    id: overlay

    required property Shell shell
    required property StaffModel staff

    objectName: "signOut"
    visible: staff.asking
    color: Theme.scrim
    Keys.onEscapePressed: staff.stay()
    onVisibleChanged: if (visible) forceActiveFocus()

    MouseArea {
        anchors.fill: parent
        onClicked: overlay.staff.stay()
    }

    Card {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, 560)
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
                text: qsTr("Sign out, %1?").arg(overlay.staff.firstName)
            }

            Txt {
                objectName: "signOut.words"
                width: parent.width
                color: Theme.inkSoft
                text: overlay.staff.leavingText
            }

            Txt {
                width: parent.width
                color: Theme.inkSoft
                text: qsTr("The customer and the basket on this screen are cleared.")
                visible: overlay.staff.holding
            }

            Item {
                width: 1
                height: Theme.u
            }

            PrimaryButton {
                objectName: "signOut.go"
                width: parent.width
                icon: "logout"
                label: qsTr("Sign out")
                onClicked: overlay.shell.endSession()
            }

            QuietButton {
                objectName: "signOut.stay"
                width: parent.width
                label: qsTr("Stay")
                onClicked: overlay.staff.stay()
            }
        }
    }
}

import QtQuick
import StoreKiosk.Models
import ".."

/// The hub has shut this terminal out: nothing works here until IT lets it in again.
Cover {
    id: locked

    required property Shell shell

    objectName: "locked"
    visible: shell.locked
    background: Theme.background

    QuietButton {
        anchors.top: parent.top
        anchors.right: parent.right
        anchors.margins: Theme.margin
        icon: "language"
        label: locked.shell.nextLanguageName
        onClicked: locked.shell.speak(locked.shell.nextLanguage)
    }

    EmptyState {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        icon: "block"
        title: qsTr("This terminal is out of service")
        text: locked.shell.linkReason
    }
}

import QtQuick
import StoreKiosk.Models
import ".."

/// The head of a page: back or the shop's name, a title, the language.
Item {
    id: bar

    required property Shell shell
    property string title: ""
    default property alias extra: extras.data

    implicitHeight: Theme.target
    width: parent?.width ?? 0

    IconButton {
        id: back
        objectName: "back"
        visible: bar.shell.canGoBack
        anchors.verticalCenter: parent.verticalCenter
        icon: "arrow_back"
        label: qsTr("Back")
        onClicked: bar.shell.back()
    }

    Txt {
        anchors.left: back.visible ? back.right : parent.left
        anchors.leftMargin: back.visible ? Theme.gap : 0
        anchors.right: row.left
        anchors.rightMargin: Theme.gapSmall
        anchors.verticalCenter: parent.verticalCenter
        role: "title"
        text: bar.title !== "" || back.visible ? bar.title : bar.shell.shopName
        maximumLineCount: 1
        elide: Text.ElideRight
        wrapMode: Text.NoWrap
    }

    Row {
        id: row
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gapSmall

        Row {
            id: extras
            spacing: Theme.gapSmall
            anchors.verticalCenter: parent.verticalCenter
        }

        QuietButton {
            objectName: "language"
            visible: bar.shell.languages.length > 1 && bar.shell.mode !== "assistant"  // whose rail has it
            anchors.verticalCenter: parent.verticalCenter
            icon: "language"
            label: bar.shell.nextLanguageName
            hint: qsTr("Switch the language")
            onClicked: bar.shell.speak(bar.shell.nextLanguage)
        }
    }
}

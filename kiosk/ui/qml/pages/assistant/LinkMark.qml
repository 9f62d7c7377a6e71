import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// The connection in the rail: a quiet mark when all is well, words when it is not.
Column {
    id: mark

    required property Shell shell

    readonly property bool well: shell.linkState === "online"
    readonly property color front: well ? Theme.inkFaint : Theme.waiting

    spacing: 2
    Accessible.role: Accessible.StaticText
    Accessible.name: well ? shell.ageText : shell.linkText

    Icon {
        anchors.horizontalCenter: parent.horizontalCenter
        name: mark.well ? "wifi" : mark.shell.linkState === "refused" ? "block"
            : mark.shell.linkState === "waiting" ? "sync" : "wifi_off"
        size: Theme.iconSmall
        color: mark.front
    }

    Txt {
        objectName: "link.words"
        width: parent.width
        role: "tiny"
        strong: !mark.well
        horizontalAlignment: Text.AlignHCenter
        maximumLineCount: 3
        elide: Text.ElideRight
        text: mark.well ? qsTr("connected") : mark.shell.linkText.replace(" · ", "\n")
        color: mark.front
        Accessible.ignored: true
    }
}

import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// The connection in the rail: a quiet mark when all is well, words when it is not.
Column {
    id: mark

    required property Shell shell

    readonly property bool well: shell.linkState === "online"
    readonly property bool quiet: well && shell.clockText === ""
    readonly property color front: quiet ? Theme.inkFaint : Theme.waiting

    spacing: 2
    Accessible.role: Accessible.StaticText
    Accessible.name: well ? shell.clockText || shell.ageText : shell.linkText

    Icon {
        anchors.horizontalCenter: parent.horizontalCenter
        name: mark.quiet ? "wifi" : mark.well ? "schedule" : mark.shell.linkState === "refused" ? "block"
            : mark.shell.linkState === "waiting" ? "sync" : "wifi_off"
        size: Theme.iconSmall
        color: mark.front
    }

    Txt {
        objectName: "link.words"
        width: parent.width
        role: "tiny"
        strong: !mark.quiet
        horizontalAlignment: Text.AlignHCenter
        maximumLineCount: 3
        elide: Text.ElideRight
        text: mark.quiet ? qsTr("connected") : mark.well ? qsTr("the clock\nis wrong") : mark.shell.linkText.replace(" · ", "\n")
        color: mark.front
        Accessible.ignored: true
    }
}

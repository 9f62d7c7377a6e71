import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Above the pages: who of the staff works at the shopper's terminal, and which refused order
/// is being taken anew.
Rectangle {
    id: bar

    required property Shell shell
    required property StaffModel staff
    required property RefusedOrderModel refused

    readonly property bool mending: refused.mending !== ""
    readonly property bool wanted: staff.signedIn && (mending || shell.mode === "shopper")

    objectName: "staffBar"
    visible: wanted
    height: wanted ? Math.max(Theme.target, words.implicitHeight) + 2 * (Theme.compact ? Theme.unit : Theme.gapSmall) : 0
    color: mending ? Theme.waitingSoft : Theme.surface

    Icon {
        id: symbol
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        name: bar.mending ? "autorenew" : "badge"
        color: bar.mending ? Theme.waiting : Theme.accent
    }

    Column {
        id: words
        anchors.left: symbol.right
        anchors.leftMargin: Theme.gap
        anchors.right: actions.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter

        Txt {
            objectName: "staffBar.words"
            width: parent.width
            strong: true
            maximumLineCount: bar.mending && Theme.portrait ? 2 : 1
            elide: Text.ElideRight
            color: bar.mending ? Theme.waiting : Theme.ink
            text: bar.mending ? qsTr("Re-ordering %1").arg(bar.refused.mending) : bar.staff.name
        }

        Txt {
            visible: !bar.mending
            width: parent.width
            role: "small"
            maximumLineCount: 1
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
            color: Theme.inkSoft
            text: qsTr("signed in at this terminal")
        }
    }

    Row {
        id: actions
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gapSmall

        QuietButton {
            objectName: "staffBar.leave"
            commits: true
            visible: bar.mending
            label: qsTr("Put aside")
            hint: qsTr("It stays among the orders not accepted")
            onClicked: bar.refused.leaveIt()
        }

        QuietButton {
            objectName: "staffBar.finish"
            visible: bar.shell.mode === "shopper"
            icon: "logout"
            label: qsTr("Sign out")
            onClicked: bar.staff.askSignOut()
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
}

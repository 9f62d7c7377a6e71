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
    readonly property bool wanted: staff.signedIn && (mending || !shell.tablet)

    objectName: "staffBar"
    visible: wanted
    height: wanted ? Math.max(Theme.target, words.implicitHeight) + 2 * (Theme.tablet ? Theme.u : Theme.gapSmall) : 0
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
            maximumLineCount: 1
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            color: bar.mending ? Theme.waiting : Theme.ink
            text: !bar.mending ? bar.staff.name
                : (Theme.tablet ? qsTr("Order %1 is being taken anew") : qsTr("Order %1")).arg(bar.refused.mending)
        }

        Txt {
            visible: !Theme.tablet
            width: parent.width
            role: "small"
            maximumLineCount: 1
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
            color: bar.mending ? Theme.waiting : Theme.inkSoft
            text: bar.mending ? qsTr("is being taken anew") : qsTr("signed in at this terminal")
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
            visible: bar.mending
            label: qsTr("Leave it")
            hint: qsTr("The order stays refused")
            onClicked: bar.refused.leaveIt()
        }

        QuietButton {
            objectName: "staffBar.finish"
            visible: !bar.shell.tablet
            icon: "logout"
            label: qsTr("Finish")
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

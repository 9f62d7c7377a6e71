import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// How shall this line get to you: a sheet over the page.
Cover {
    id: sheet

    required property BasketModel basket

    objectName: "waySheet"
    visible: basket.choosing !== ""
    scene: basket.choosing
    onBeside: basket.closeChoice()

    Rectangle {
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.portrait ? parent.width : Math.min(parent.width, Theme.compact ? 720 : 1200)
        height: Math.min(parent.height * 0.86, content.implicitHeight + 2 * Theme.margin)
        radius: Theme.radius * 1.4
        color: Theme.background

        MouseArea {
            anchors.fill: parent
        }

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: parent.radius
            color: parent.color
        }

        Scroll {
            anchors.fill: parent
            anchors.margins: Theme.margin
            spacing: Theme.gap

            Column {
                id: content
                width: parent.width
                spacing: Theme.gap

                Txt {
                    width: parent.width
                    role: "title"
                    text: Theme.staff ? qsTr("How shall the customer get it?") : qsTr("How shall it get to you?")
                }

                Txt {
                    width: parent.width
                    color: Theme.inkSoft
                    text: sheet.basket.choosing
                }

                WayList {
                    width: parent.width
                    ways: sheet.basket.ways
                    age: sheet.basket.age
                    onPicked: key => sheet.basket.choose(key)
                }

                QuietButton {
                    objectName: "waySheet.close"
                    width: parent.width
                    height: Theme.targetPrimary
                    cornerRadius: Theme.radius
                    label: qsTr("Leave it as it is")
                    onClicked: sheet.basket.closeChoice()
                }
            }
        }
    }
}

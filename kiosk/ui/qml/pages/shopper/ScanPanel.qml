pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Where to hold a code, with what the scanner can do in words.
Rectangle {
    id: panel

    required property Shell shell

    color: Theme.night
    radius: Theme.radius * 1.4

    component Corner: Item {
        id: corner

        property bool atRight: false
        property bool atBottom: false

        width: panel.height * 0.16
        height: width
        clip: true

        Rectangle {
            x: corner.atRight ? -width / 2 : 0
            y: corner.atBottom ? -height / 2 : 0
            width: corner.width * 2
            height: width
            radius: Theme.radius
            color: Theme.clear
            border.width: Theme.u
            border.color: Theme.nightInk
        }
    }

    Item {
        id: frame
        anchors.centerIn: parent
        width: parent.width * 0.66
        height: parent.height * 0.78

        Corner {}
        Corner { atRight: true; anchors.right: parent.right }
        Corner { atBottom: true; anchors.bottom: parent.bottom }
        Corner { atRight: true; atBottom: true; anchors.right: parent.right; anchors.bottom: parent.bottom }
    }

    Image {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -Theme.gap
        height: parent.height * 0.66
        width: height
        sourceSize: Qt.size(Math.round(width), Math.round(height))
        source: width > 8 ? "image://drawing/t-shirt/B35A45" : ""
    }

    Chip {
        objectName: "scannerState"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap + Theme.u
        tone: "surface"
        role: "body"
        icon: panel.shell.scanner === "camera" ? "photo_camera"
            : panel.shell.scanner === "scanner" ? "barcode_scanner" : "keyboard"
        label: panel.shell.scanner === "camera" ? qsTr("Hold the barcode here")
             : panel.shell.scanner === "scanner" ? qsTr("Hold it to the scanner")
             : qsTr("Type the code from the label")
    }
}

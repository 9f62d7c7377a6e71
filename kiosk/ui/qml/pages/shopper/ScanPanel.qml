pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Where to hold a code, with what the scanner can do in words; with a camera what it sees.
Rectangle {
    id: panel

    required property Shell shell
    required property CameraModel camera
    required property Viewfinder view
    readonly property string hint: camera.hint

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
        id: slot
        anchors.fill: parent
        Component.onCompleted: panel.view.parent = slot
        Component.onDestruction: panel.view.parent = null
    }

    // The picture has corners; a ring of the ground makes them as round as the panel.
    Rectangle {
        readonly property int ring: Math.ceil(panel.radius * 0.415)  // √2 − 1

        anchors.fill: parent
        anchors.margins: -ring
        visible: panel.view.shown
        radius: panel.radius + ring
        color: Theme.clear
        border.width: ring
        border.color: Theme.ground
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
        visible: !panel.view.shown
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
        tone: panel.hint === "" ? "surface" : "waiting"
        role: "body"
        maximumWidth: parent.width - 2 * (light.visible ? light.width + 2 * Theme.gap : Theme.gap)
        icon: panel.hint !== "" ? panel.camera.hintIcon
            : panel.shell.scanner === "camera" ? "photo_camera"
            : panel.shell.scanner === "scanner" ? "barcode_scanner" : "keyboard"
        label: panel.hint !== "" ? panel.hint
             : panel.shell.scanner === "camera" ? qsTr("Hold the barcode here")
             : panel.shell.scanner === "scanner" ? qsTr("Hold it to the scanner")
             : qsTr("Type the code from the label")
    }

    IconButton {
        id: light
        objectName: "light"
        visible: panel.camera.hasLight
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.gap
        icon: panel.camera.lit ? "flashlight_off" : "flashlight_on"
        label: panel.camera.lit ? qsTr("Switch the light off") : qsTr("Switch the light on")
        onClicked: panel.camera.switchLight()
    }
}

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
    readonly property real beside: light.visible ? light.width + 2 * Theme.gap : Theme.gap

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
            border.width: Theme.unit
            border.color: Theme.nightInk
        }
    }

    // A label: bars and gaps in turn, as many modules wide.
    component Label: Rectangle {
        id: tag

        readonly property list<int> modules: [2, 1, 1, 2, 3, 1, 1, 1, 2, 2, 1, 3, 1, 1, 2, 1, 1, 2, 3, 1, 1, 1, 2]
        readonly property real module: width * 0.76 / modules.reduce((sum, each) => sum + each, 0)

        width: height * 1.15
        radius: Theme.radius
        color: Theme.surface

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: tag.height * 0.07
            width: tag.height * 0.09
            height: width
            radius: width / 2
            color: panel.color
        }

        Rectangle {
            x: tag.width * 0.12
            y: tag.height * 0.24
            width: tag.width * 0.5
            height: tag.height * 0.06
            radius: height / 2
            color: Theme.lineStrong
        }

        Row {
            x: tag.width * 0.12
            y: tag.height * 0.40
            height: tag.height * 0.46

            Repeater {
                model: tag.modules

                Rectangle {
                    required property int index
                    required property int modelData

                    width: tag.module * modelData
                    height: parent.height
                    color: index % 2 ? Theme.clear : Theme.ink
                }
            }
        }
    }

    Item {
        id: slot
        anchors.fill: parent
        Component.onCompleted: panel.view.parent = slot
        Component.onDestruction: panel.view.parent = null
    }

    // The picture has corners; a ring in the background's colour makes them as round as the panel.
    Rectangle {
        readonly property int ring: Math.ceil(panel.radius * 0.415)  // √2 − 1

        anchors.fill: parent
        anchors.margins: -ring
        visible: panel.view.shown
        radius: panel.radius + ring
        color: Theme.clear
        border.width: ring
        border.color: Theme.background
    }

    Item {
        id: frame
        objectName: "scanFrame"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: said.bottom
        anchors.topMargin: Theme.gapSmall
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap * 1.5
        width: Math.min(parent.width * 0.66, parent.width - 2 * panel.beside)

        Corner {}
        Corner { atRight: true; anchors.right: parent.right }
        Corner { atBottom: true; anchors.bottom: parent.bottom }
        Corner { atRight: true; atBottom: true; anchors.right: parent.right; anchors.bottom: parent.bottom }
    }

    Label {
        objectName: "drawnLabel"
        visible: !panel.view.shown
        anchors.centerIn: frame
        height: frame.height * 0.66
    }

    // Above the frame: what is held into it is never covered.
    Chip {
        id: said
        objectName: "scannerState"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        anchors.topMargin: Theme.gap
        tone: panel.hint === "" ? "surface" : "waiting"
        role: "heading"
        maximumWidth: parent.width - 2 * Theme.gap
        icon: panel.hint !== "" ? panel.camera.hintIcon
            : panel.shell.scanner === "camera" ? "photo_camera"
            : panel.shell.scanner === "scanner" ? "barcode_scanner" : "keyboard"
        label: panel.hint !== "" ? panel.hint
             : panel.view.shown ? qsTr("Barcode inside the frame")
             : panel.shell.scanner === "camera" ? qsTr("Hold the barcode here")
             : panel.shell.scanner === "scanner" ? qsTr("Hold it to the scanner")
             : qsTr("Type the code from the label")
    }

    Pressable {
        id: light
        objectName: "light"
        visible: panel.camera.hasLight
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.gap
        width: Math.max(Theme.target, word.width + 2 * Theme.gap)
        height: Theme.target
        cornerRadius: height / 2
        label: panel.camera.lit ? qsTr("Switch the light off") : qsTr("Switch the light on")
        onClicked: panel.camera.switchLight()

        Rectangle {
            anchors.fill: parent
            radius: light.cornerRadius
            color: panel.camera.lit ? (light.pressed ? Theme.accentDeep : Theme.accent)
                                    : light.pressed ? Theme.sunk : Theme.surface
            border.width: Theme.outline
            border.color: panel.camera.lit ? Theme.accentInk : Theme.line
        }

        Row {
            id: word
            anchors.centerIn: parent
            spacing: Theme.unit

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "flashlight_on"
                size: Theme.iconSmall
                filled: panel.camera.lit
                color: panel.camera.lit ? Theme.accentInk : Theme.ink
            }

            Txt {
                anchors.verticalCenter: parent.verticalCenter
                role: "small"
                strong: true
                color: panel.camera.lit ? Theme.accentInk : Theme.ink
                text: qsTr("Light")
                Accessible.ignored: true
            }
        }
    }
}

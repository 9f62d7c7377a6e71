pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Colours with their names; the chosen one has a ring and a check, a sold-out one a stroke.
Flow {
    id: swatches

    required property Rows colours

    signal picked(string code)

    spacing: Theme.gapSmall

    Repeater {
        model: swatches.colours

        Pressable {
            id: swatch

            required property string code
            required property string name
            required property string hex
            required property bool selected
            required property bool available

            objectName: "colour." + code
            width: row.width + Theme.gap
            height: Theme.target
            cornerRadius: height / 2
            checkable: true
            checked: selected
            label: name
            hint: available ? "" : qsTr("sold out")
            onClicked: swatches.picked(code)

            Rectangle {
                anchors.fill: parent
                radius: height / 2
                color: swatch.selected ? Theme.accentSoft : Theme.surface
                border.width: swatch.selected ? Theme.stroke : Theme.hairline * 2
                border.color: swatch.selected ? Theme.accent : Theme.line
            }

            Row {
                id: row
                x: Theme.unit
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.gapSmall

                Rectangle {
                    width: Theme.target - 2 * Theme.unit
                    height: width
                    radius: width / 2
                    color: swatch.hex
                    border.width: Theme.hairline
                    border.color: Theme.lineStrong

                    Rectangle {
                        visible: swatch.selected || !swatch.available
                        anchors.centerIn: parent
                        width: parent.width * 0.62
                        height: width
                        radius: width / 2
                        color: Theme.surface

                        Icon {
                            anchors.centerIn: parent
                            name: swatch.selected ? "check" : "close"
                            size: parent.width * 0.82
                            color: swatch.available ? Theme.accent : Theme.inkSoft
                        }
                    }
                }

                Column {
                    anchors.verticalCenter: parent.verticalCenter

                    Txt {
                        role: "small"
                        strong: swatch.selected
                        text: swatch.name
                        wrapMode: Text.NoWrap
                        color: swatch.available ? Theme.ink : Theme.inkSoft
                        Accessible.ignored: true
                    }

                    Txt {
                        visible: !swatch.available
                        role: "tiny"
                        text: qsTr("sold out")
                        color: Theme.inkSoft
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}

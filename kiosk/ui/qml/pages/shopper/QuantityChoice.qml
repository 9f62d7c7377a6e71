pragma ComponentBehavior: Bound
import QtQuick
import "../.."
import "../../controls"

/// Two channels said how many at once: each quantity to tap, the one that holds marked.
Flow {
    id: choice

    required property string name
    required property list<string> offers
    required property list<int> offered

    signal picked(int quantity)

    spacing: Theme.gapSmall

    Repeater {
        model: choice.offers

        Pressable {
            id: chip

            required property int index
            required property string modelData

            objectName: `${choice.name}.${index}`
            label: modelData
            checkable: true
            checked: index === choice.offers.length - 1
            implicitHeight: Theme.target
            implicitWidth: row.width + 2 * Theme.gap
            cornerRadius: Theme.compact ? Theme.radius : height / 2
            onClicked: choice.picked(choice.offered[index])

            Rectangle {
                anchors.fill: parent
                radius: chip.cornerRadius
                color: chip.checked ? Theme.accentSoft : chip.pressed ? Theme.sunk : Theme.surface
                border.width: chip.checked ? Theme.stroke : Theme.outline
                border.color: chip.checked ? Theme.accent : Theme.line
            }

            Row {
                id: row
                anchors.centerIn: parent
                spacing: Theme.unit

                Icon {
                    visible: chip.checked
                    name: "check"
                    size: Theme.iconSmall
                    color: Theme.accent
                    anchors.verticalCenter: parent.verticalCenter
                }

                Txt {
                    role: "small"
                    strong: true
                    text: chip.label
                    color: chip.checked ? Theme.accent : Theme.ink
                    wrapMode: Text.NoWrap
                    anchors.verticalCenter: parent.verticalCenter
                    Accessible.ignored: true
                }
            }
        }
    }
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Every size says what can be done with it; a sold-out one is dashed and says so.
Flow {
    id: chips

    required property Rows sizes

    signal picked(string sku)

    spacing: Theme.gapSmall

    Repeater {
        model: chips.sizes

        Pressable {
            id: chip

            required property string sku
            required property string size
            required property string caption
            required property bool selected
            required property bool available

            objectName: "size." + size
            width: Math.max(Theme.compact ? 84 : 132, words.width + 2 * Theme.gapSmall + Theme.unit)
            height: Math.max(Theme.target, words.height + 2 * Theme.gapSmall)
            cornerRadius: Theme.radiusSmall + 4
            checkable: true
            checked: selected
            label: size + ", " + caption
            onClicked: chips.picked(sku)

            Rectangle {
                anchors.fill: parent
                radius: chip.cornerRadius
                color: chip.selected ? Theme.accentSoft : chip.available ? Theme.surface : Theme.sunk
                border.width: chip.selected ? Theme.stroke + 1 : Theme.hairline * 2
                border.color: chip.selected ? Theme.accent : chip.available ? Theme.line : Theme.lineStrong
            }

            Rectangle {
                visible: !chip.available
                anchors.centerIn: parent
                width: parent.width * 0.5
                height: Theme.hairline * 2
                anchors.verticalCenterOffset: -words.height * 0.2
                color: Theme.inkFaint
            }

            Column {
                id: words
                anchors.centerIn: parent

                Txt {
                    anchors.horizontalCenter: parent.horizontalCenter
                    role: "heading"
                    strong: true
                    text: chip.size
                    color: chip.available ? Theme.ink : Theme.inkFaint
                    Accessible.ignored: true
                }

                Txt {
                    anchors.horizontalCenter: parent.horizontalCenter
                    role: "tiny"
                    strong: chip.selected
                    text: chip.caption
                    wrapMode: Text.NoWrap
                    color: chip.available ? Theme.inkSoft : Theme.inkFaint
                    Accessible.ignored: true
                }
            }
        }
    }
}

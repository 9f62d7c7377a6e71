pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// The ways to get a variant, one chosen, and how old the stock figures are.
Card {
    id: list

    required property Rows ways
    property string more: ""
    property string age: ""

    signal picked(string key)
    signal moreWanted

    implicitHeight: column.implicitHeight

    Column {
        id: column
        width: parent.width

        Repeater {
            model: list.ways

            Column {
                id: entry

                required property int index
                required property string key
                required property string icon
                required property string title
                required property string detail
                required property bool selected

                width: column.width

                Divider {
                    visible: entry.index > 0
                    width: parent.width
                }

                Choice {
                    objectName: "way." + entry.key
                    width: parent.width
                    icon: entry.icon
                    title: entry.title
                    detail: entry.detail
                    checked: entry.selected
                    onClicked: list.picked(entry.key)
                }
            }
        }

        Divider {
            visible: more.visible
            width: parent.width
        }

        Pressable {
            id: more
            objectName: "moreStores"
            visible: list.more !== ""
            width: parent.width
            height: Theme.target
            cornerRadius: 0
            label: list.more
            onClicked: list.moreWanted()

            Rectangle {
                anchors.fill: parent
                visible: more.pressed
                color: Theme.sunk
            }

            Icon {
                id: unfold
                x: Theme.gap + Theme.unit
                anchors.verticalCenter: parent.verticalCenter
                name: "expand_more"
                color: Theme.accent
            }

            Txt {
                anchors.left: unfold.right
                anchors.leftMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                strong: true
                color: Theme.accent
                text: list.more
                Accessible.ignored: true
            }
        }

        Divider {
            visible: list.age !== ""
            width: parent.width
        }

        Row {
            visible: list.age !== ""
            x: Theme.gap + Theme.unit + (Theme.icon - Theme.iconSmall) / 2
            height: Math.max(Theme.iconSmall, ageText.implicitHeight) + 2 * Theme.gapSmall
            spacing: Theme.gap + (Theme.icon - Theme.iconSmall) / 2

            Icon {
                name: "schedule"
                size: Theme.iconSmall
                color: Theme.inkFaint
                anchors.verticalCenter: parent.verticalCenter
            }

            Txt {
                id: ageText
                objectName: "stockAge"
                width: column.width - Theme.icon - 4 * Theme.gap
                role: "small"
                color: Theme.inkFaint
                text: list.age
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}

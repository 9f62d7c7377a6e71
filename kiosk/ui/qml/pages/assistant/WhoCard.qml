pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Who the customer is, and the way to be done with them.
Card {
    id: card

    required property Shell shell
    required property CustomerFileModel file

    Scroll {
        background: Theme.surface
        anchors.top: parent.top
        anchors.bottom: done.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.gap + 4
        spacing: Theme.gap

        Row {
            width: parent.width
            spacing: Theme.gapSmall

            Avatar {
                initials: card.file.initials
                loyal: card.file.tier !== ""
            }

            Column {
                width: parent.width - parent.children[0].width - Theme.gapSmall
                anchors.verticalCenter: parent.verticalCenter
                spacing: 2

                Txt {
                    objectName: "customer.name"
                    width: parent.width
                    role: "heading"
                    strong: true
                    maximumLineCount: 2
                    elide: Text.ElideRight
                    text: card.file.cardOnly ? qsTr("Customer’s card") : card.file.name
                }

                Txt {
                    visible: text !== ""
                    width: parent.width
                    role: "small"
                    tabular: true
                    color: Theme.inkSoft
                    text: card.file.phone
                }
            }
        }

        Flow {
            width: parent.width
            spacing: Theme.unit

            Chip {
                objectName: "customer.tier"
                visible: card.file.tier !== ""
                maximumWidth: parent.width
                tone: "loyalty"
                icon: "star"
                label: card.file.tier
            }

            Txt {
                objectName: "customer.points"
                visible: text !== ""
                height: Theme.fontPx("small") + Theme.unit * 2.5
                verticalAlignment: Text.AlignVCenter
                role: "small"
                strong: true
                color: card.file.tier === "" ? Theme.inkSoft : Theme.loyalty
                text: card.file.points
            }

            Txt {
                objectName: "customer.pointsAge"
                visible: text !== ""
                width: parent.width
                role: "small"
                color: Theme.waiting
                text: card.file.pointsAge
            }

            Txt {
                visible: text !== ""
                width: parent.width
                role: "small"
                color: Theme.inkSoft
                text: card.file.since
            }
        }

        Rectangle {
            objectName: "customer.partial"
            visible: card.file.cardOnly
            width: parent.width
            height: note.implicitHeight + 2 * Theme.gapSmall
            radius: Theme.radiusSmall
            color: Theme.waitingSoft

            Icon {
                id: noteIcon
                x: Theme.gapSmall - 4
                y: Theme.gapSmall
                name: "wifi_off"
                size: Theme.iconSmall
                color: Theme.waiting
            }

            Txt {
                id: note
                anchors.left: noteIcon.right
                anchors.leftMargin: Theme.unit
                anchors.right: parent.right
                anchors.rightMargin: Theme.gapSmall
                y: Theme.gapSmall - 1
                role: "small"
                color: Theme.waiting
                text: qsTr("The card is noted and goes with the order. Name and points come when the network is back.")
            }
        }

        Part {
            title: qsTr("Wears")
            values: card.file.sizes
            chips: true
            tone: "plain"
        }

        Part {
            title: qsTr("Delivered to")
            values: card.file.addresses
            icon: "home"
        }

        Part {
            title: qsTr("May be reached by")
            values: card.file.consents
            chips: true
            none: card.file.state === "open" ? qsTr("Nothing agreed: please do not write or call.") : ""
        }
    }

    QuietButton {
        id: done
        objectName: "customer.done"
        commits: true
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.gap + 4
        icon: "close"
        label: qsTr("Close customer")
        onClicked: card.file.leave()
    }

    component Part: Column {
        id: part

        required property string title
        required property list<string> values
        property string icon: ""
        property string none: ""
        property bool chips: false
        property string tone: "accent"

        visible: values.length > 0 || none !== ""
        width: parent?.width ?? 0
        spacing: Theme.unit

        Divider {
            width: parent.width
        }

        Txt {
            topPadding: Theme.unit
            role: "tiny"
            strong: true
            color: Theme.inkFaint
            text: part.title.toUpperCase()
        }

        Repeater {
            model: part.chips ? [] : part.values

            Row {
                id: row

                required property string modelData

                width: part.width
                spacing: Theme.unit

                Icon {
                    visible: part.icon !== ""
                    name: part.icon
                    size: Theme.iconSmall
                    color: Theme.inkSoft
                }

                Txt {
                    width: parent.width - (part.icon !== "" ? Theme.iconSmall + Theme.unit : 0)
                    text: row.modelData
                }
            }
        }

        Flow {
            visible: part.chips && part.values.length > 0
            width: parent.width
            spacing: Theme.unit

            Repeater {
                model: part.chips ? part.values : []

                Chip {
                    required property string modelData
                    maximumWidth: part.width
                    tone: part.tone
                    label: modelData
                }
            }
        }

        Txt {
            visible: part.values.length === 0
            width: parent.width
            role: "small"
            color: Theme.inkSoft
            text: part.none
        }
    }
}

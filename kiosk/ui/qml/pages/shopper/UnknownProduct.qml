import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// We do not know this product: look it up at the shop, ask a person, or close.
BottomSheet {
    id: sheet

    required property UnknownProductModel unknown

    readonly property bool found: unknown.asked === "found"
    readonly property bool coming: unknown.called === "coming"
    readonly property bool cut: !unknown.online
    readonly property bool mayLookUp: unknown.online && !found && unknown.asked !== "none"
    readonly property bool waiting: unknown.called === "waiting"
    readonly property bool mayCall: unknown.forShopper && !coming && !waiting

    objectName: "unknownProduct"
    opened: unknown.opened
    scene: [unknown.digits, unknown.asked, unknown.called].join()
    title: found ? unknown.name
         : unknown.forShopper ? qsTr("This terminal doesn’t know this code")
         : qsTr("This device doesn’t know this code")
    onClosed: unknown.close()

    content: [
        Row {
            spacing: Theme.gapSmall

            Icon {
                name: "barcode"
                color: Theme.inkSoft
                anchors.verticalCenter: parent.verticalCenter
            }

            Txt {
                objectName: "unknown.digits"
                anchors.verticalCenter: parent.verticalCenter
                role: "heading"
                tabular: true
                color: Theme.inkSoft
                text: sheet.unknown.digits
            }
        },
        Card {
            objectName: "unknown.found"
            visible: sheet.found
            width: parent?.width ?? 0
            height: facts.implicitHeight + 2 * Theme.gap

            Column {
                id: facts
                x: Theme.gap
                y: Theme.gap
                width: parent.width - 2 * Theme.gap
                spacing: Theme.unit

                Txt {
                    width: parent.width
                    visible: text !== ""
                    color: Theme.inkSoft
                    text: sheet.unknown.detail
                }

                Txt {
                    objectName: "unknown.price"
                    role: "title"
                    tabular: true
                    text: sheet.unknown.price
                }

                Txt {
                    width: parent.width
                    text: sheet.unknown.forShopper
                        ? qsTr("We do carry it, but it cannot be ordered here yet. An assistant can tell you more.")
                        : qsTr("Not in this device’s catalogue yet: it cannot be ordered here.")
                }
            }
        },
        Banner {
            objectName: "unknown.said"
            width: parent?.width ?? 0
            visible: text !== ""
            tone: sheet.unknown.asked === "none" ? "plain" : "waiting"
            icon: sheet.unknown.asked === "none" ? "search_off" : "cloud_off"
            text: sheet.unknown.asked === "none" ? qsTr("It is not among all our products either.")
                : sheet.cut && !sheet.found ? (sheet.unknown.forShopper
                    ? (sheet.waiting ? "" : qsTr("No connection: we can’t search for it now."))
                    : qsTr("No connection: we can’t search for it now."))
                : sheet.unknown.asked === "failed" ? qsTr("No answer. Please try again in a minute.")
                : ""
        },
        Banner {
            objectName: "unknown.coming"
            width: parent?.width ?? 0
            visible: sheet.coming
            icon: "notifications_active"
            title: qsTr("We have called an assistant")
            text: qsTr("Please wait here. In a hurry? Ask at the till.")
        },
        Banner {
            objectName: "unknown.waiting"
            width: parent?.width ?? 0
            visible: sheet.waiting
            tone: "waiting"
            icon: "cloud_off"
            title: qsTr("No connection just now")
            text: qsTr("The call goes out as soon as there is one. In a hurry? Ask at the till.")
        },
        Banner {
            objectName: "unknown.nobody"
            width: parent?.width ?? 0
            visible: sheet.unknown.called === "failed" && (!sheet.cut || sheet.found)
            tone: "error"
            icon: "error"
            text: qsTr("The call did not go out. Please try again, or ask at the till.")
        },
        PrimaryButton {
            objectName: "unknown.lookUp"
            width: parent?.width ?? 0
            visible: sheet.mayLookUp
            busy: sheet.unknown.asked === "asking"
            icon: "search"
            label: busy ? qsTr("Searching…") : qsTr("Search all our products")
            onClicked: sheet.unknown.lookUp()
        },
        QuietButton {
            objectName: "unknown.call"
            commits: true
            width: parent?.width ?? 0
            height: Theme.targetPrimary
            cornerRadius: Theme.radius
            visible: sheet.mayCall && sheet.mayLookUp
            enabled: sheet.unknown.called !== "calling"
            icon: "support_agent"
            role: "heading"
            label: enabled ? qsTr("Ask an assistant") : qsTr("Calling…")
            onClicked: sheet.unknown.call()
        },
        PrimaryButton {
            objectName: "unknown.call"
            commits: true
            width: parent?.width ?? 0
            visible: sheet.mayCall && !sheet.mayLookUp
            busy: sheet.unknown.called === "calling"
            icon: "support_agent"
            label: busy ? qsTr("Calling…") : qsTr("Ask an assistant")
            onClicked: sheet.unknown.call()
        },
        QuietButton {
            objectName: "unknown.close"
            width: parent?.width ?? 0
            height: Theme.targetPrimary
            cornerRadius: Theme.radius
            role: "heading"
            label: qsTr("Close")
            onClicked: sheet.unknown.close()
        }
    ]
}

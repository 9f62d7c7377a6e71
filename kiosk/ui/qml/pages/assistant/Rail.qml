pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// The assistant's ways through the program, always at the left.
Rectangle {
    id: rail

    required property Shell shell
    required property StaffModel staff
    required property OutboxModel outbox
    required property TasksModel tasks
    required property DeviceModel device
    required property CustomerFileModel file
    property int basketCount: 0

    readonly property list<string> catalogue: ["search", "category", "product"]
    readonly property list<string> selling: ["basket", "checkout", "done"]

    function current(names: list<string>): bool {
        return names.includes(shell.page);
    }

    implicitWidth: Theme.compact ? 104 : 168
    color: Theme.surface

    Column {
        anchors.top: parent.top
        anchors.topMargin: Theme.gapSmall
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.unit

        RailButton {
            objectName: "rail.customers"
            icon: "person"
            label: qsTr("Customers")
            here: rail.current(["customers", "customer"])
            onClicked: rail.shell.open(rail.file.serving ? "customer" : "customers")
        }

        RailButton {
            objectName: "rail.basket"
            icon: "shopping_bag"
            label: qsTr("Basket")
            count: rail.basketCount
            here: rail.current(rail.selling)
            onClicked: rail.shell.open("basket")
        }

        RailButton {
            objectName: "rail.search"
            icon: "search"
            label: qsTr("Catalogue")
            here: rail.current(rail.catalogue)
            onClicked: rail.shell.open("search")
        }

        RailButton {
            objectName: "rail.outbox"
            icon: "receipt_long"
            label: qsTr("Orders")
            // Red only for what cannot go on without a person.
            count: rail.outbox.refused || rail.tasks.count || rail.outbox.waiting
            tone: rail.outbox.refused > 0 ? "error" : "waiting"
            here: rail.current(["outbox", "order"])
            onClicked: rail.shell.open("outbox")
        }

        RailButton {
            objectName: "rail.device"
            icon: "devices"
            label: qsTr("Device")
            mark: rail.device.trouble ? "!" : ""
            tone: "error"
            here: rail.shell.page === "device"
            onClicked: rail.shell.open("device")
        }
    }

    Column {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gapSmall
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.unit

        LinkMark {
            anchors.horizontalCenter: parent.horizontalCenter
            width: rail.width - 2 * Theme.unit
            shell: rail.shell
        }

        RailButton {
            objectName: "rail.language"
            icon: "language"
            label: rail.shell.nextLanguageName
            onClicked: rail.shell.speak(rail.shell.nextLanguage)
        }

        RailButton {
            objectName: "rail.sign-out"
            icon: "logout"
            label: rail.staff.firstName
            hint: qsTr("Sign out")
            onClicked: rail.staff.askSignOut()
        }
    }

    Rectangle {
        anchors.right: parent.right
        width: Theme.hairline
        height: parent.height
        color: Theme.line
    }

    component RailButton: Pressable {
        id: entry

        required property string icon
        property int count: 0
        property string mark: count > 0 ? count : ""
        property bool here: false
        property string tone: "accent"

        width: rail.width - 2 * Theme.unit
        height: Theme.target
        cornerRadius: Theme.radius
        Accessible.selected: here

        Rectangle {
            anchors.fill: parent
            radius: entry.cornerRadius
            color: entry.here ? Theme.accentSoft : entry.pressed ? Theme.sunk : Theme.clear
        }

        Icon {
            id: symbol
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.verticalCenter
            anchors.bottomMargin: -4
            name: entry.icon
            color: entry.here ? Theme.accent : Theme.inkSoft
        }

        Txt {
            anchors.top: symbol.bottom
            anchors.topMargin: 2
            width: parent.width
            role: "tiny"
            strong: true
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            text: entry.label
            color: entry.here ? Theme.accent : Theme.inkSoft
            Accessible.ignored: true
        }

        Rectangle {
            visible: entry.mark !== ""
            anchors.left: symbol.right
            anchors.leftMargin: -Theme.unit
            anchors.top: parent.top
            anchors.topMargin: 6
            width: Math.max(height, number.implicitWidth + 10)
            height: number.implicitHeight + 4
            radius: height / 2
            color: ({ accent: Theme.accent, waiting: Theme.waiting, error: Theme.error })[entry.tone]

            Txt {
                id: number
                anchors.centerIn: parent
                role: "tiny"
                strong: true
                tabular: true
                text: entry.mark
                color: Theme.accentInk
            }
        }
    }
}

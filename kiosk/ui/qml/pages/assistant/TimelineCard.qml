pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// What has been over all channels, newest first, with three filters.
Card {
    id: card

    required property CustomerFileModel file

    readonly property bool narrow: width < (Theme.compact ? 420 : 800)

    Txt {
        id: title
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap + 4
        y: card.narrow ? Theme.gap + 2 : Theme.unit + 2 + (Theme.target - height) / 2
        role: "heading"
        strong: true
        text: qsTr("All channels")
    }

    Row {
        id: filters
        anchors.left: card.narrow ? parent.left : title.right
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap + 4
        anchors.rightMargin: Theme.gap + 4
        y: card.narrow ? Theme.gap + 2 + title.height + Theme.unit : Theme.unit + 2
        spacing: Theme.unit

        Filter { name: "everything"; label: qsTr("Everything") }
        Filter { name: "orders"; label: qsTr("Orders") }
        Filter { name: "talks"; label: qsTr("Messages and notes") }
    }

    ListView {
        id: list
        objectName: "customer.timeline"
        anchors.top: filters.bottom
        anchors.topMargin: Theme.unit
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.unit
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap + 4
        anchors.rightMargin: Theme.gap + 4
        bottomMargin: Theme.gap
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: card.file.timeline
        delegate: Event {}

        Connections {
            target: card.file

            function onFilterChanged(): void { list.positionViewAtBeginning(); }
        }
    }

    Rectangle {
        // More below: the last words fade instead of being cut.
        visible: !list.atYEnd && list.count > 0
        anchors.bottom: list.bottom
        anchors.left: list.left
        anchors.right: list.right
        height: 4 * Theme.unit
        gradient: Gradient {
            GradientStop { position: 0; color: Qt.alpha(card.color, 0) }
            GradientStop { position: 1; color: card.color }
        }
    }

    EmptyState {
        objectName: "customer.timeline.state"
        visible: list.count === 0
        anchors.centerIn: list
        width: parent.width - 4 * Theme.gap
        busy: card.file.state === "opening"
        icon: card.file.state === "partial" ? "wifi_off" : "history"
        title: card.file.state === "opening" ? qsTr("Opening…")
             : card.file.state === "partial" ? qsTr("The history needs the network")
             : card.file.filter === "talks" ? qsTr("No messages or notes yet")
             : card.file.filter === "orders" ? qsTr("No orders yet") : qsTr("Nothing yet")
        text: card.file.state === "partial"
            ? qsTr("It appears by itself when the network is back. Scanning, basket and order work now.") : ""
    }

    component Filter: Pressable {
        id: filter

        required property string name

        readonly property bool on: card.file.filter === name

        objectName: "timeline." + name
        width: Math.floor((filters.width - 2 * filters.spacing) / 3)
        height: Theme.target
        checkable: true
        checked: on
        onClicked: card.file.filter = name

        Rectangle {
            anchors.fill: parent
            radius: filter.cornerRadius
            color: filter.on ? Theme.sunk : filter.pressed ? Theme.background : Theme.clear
            border.width: filter.on ? 0 : Theme.hairline
            border.color: Theme.line
        }

        Txt {
            id: words
            anchors.centerIn: parent
            width: parent.width - Theme.unit
            role: "small"
            strong: true
            horizontalAlignment: Text.AlignHCenter
            maximumLineCount: 3
            elide: Text.ElideRight
            text: filter.label
            color: filter.on ? Theme.ink : Theme.inkSoft
            Accessible.ignored: true
        }
    }

    component Event: Item {
        id: event

        required property int index
        required property string icon
        required property string title
        required property string channel
        required property string text
        required property string amount
        required property string when

        width: ListView.view.width
        height: Math.max(headline.implicitHeight + 2 + words.implicitHeight, Theme.unit * 5) + 2 * Theme.unit + 6
        Accessible.role: Accessible.ListItem
        Accessible.name: [when, title, channel, text, amount].filter(part => part !== "").join(", ")

        Divider {
            visible: event.index > 0
            width: parent.width
        }

        Rectangle {
            id: sign
            width: Theme.unit * 5
            height: width
            radius: Theme.radiusSmall
            color: Theme.sunk
            anchors.top: parent.top
            anchors.topMargin: Theme.unit + 3

            Icon {
                anchors.centerIn: parent
                name: event.icon
                size: Theme.icon - 2
                color: Theme.inkSoft
            }
        }

        Txt {
            id: headline
            anchors.left: sign.right
            anchors.leftMargin: Theme.gapSmall
            anchors.right: moment.left
            anchors.rightMargin: Theme.unit
            anchors.top: sign.top
            strong: true
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            text: event.title
            Accessible.ignored: true
        }

        Txt {
            id: moment
            anchors.right: parent.right
            anchors.baseline: headline.baseline
            role: "small"
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
            text: event.when
            Accessible.ignored: true
        }

        Txt {
            id: words
            anchors.left: headline.left
            anchors.right: sum.left
            anchors.rightMargin: sum.text === "" ? 0 : Theme.gapSmall
            anchors.top: headline.bottom
            anchors.topMargin: 2
            role: "small"
            color: Theme.inkSoft
            maximumLineCount: 4
            elide: Text.ElideRight
            text: event.text === "" ? event.channel : event.channel + " · " + event.text
            Accessible.ignored: true
        }

        Txt {
            id: sum
            anchors.right: parent.right
            anchors.baseline: words.baseline
            strong: true
            tabular: true
            wrapMode: Text.NoWrap
            text: event.amount
            Accessible.ignored: true
        }
    }
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// What staff see and do about orders: those of this device, and the shop's tasks.
Page {
    id: page

    required property Shell shell
    required property OutboxModel outbox
    required property TasksModel tasks
    required property RefusedOrderModel refused
    required property DeviceModel device

    property bool atTasks: false

    /// The rail beside the page has the language, and leads to the device.
    readonly property bool railed: shell.mode === "assistant"
    readonly property bool oneRow: railed && !Theme.portrait  // head and sections

    ready: !outbox.loading
    scene: atTasks ? "tasks," + tasks.ids.join() : "orders"  // the next task comes under the finger
    Component.onCompleted: {
        outbox.open();
        tasks.open();
    }
    Component.onDestruction: {
        outbox.close();
        tasks.close();
    }

    Connections {
        target: page.outbox

        function onPointedTo(row: int): void {
            page.atTasks = false;
            list.positionViewAtIndex(row, ListView.Contain);
        }
    }

    Timer {
        running: page.visible
        repeat: true
        interval: 5000
        onTriggered: page.outbox.refresh()
    }

    Item {
        id: head
        anchors.left: parent.left
        anchors.right: page.oneRow ? sections.left : language.left
        anchors.top: parent.top
        anchors.margins: Theme.margin
        anchors.topMargin: Theme.gap
        height: Math.max(Theme.target, heading.implicitHeight)

        Column {
            id: heading
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            spacing: 4

            Txt {
                width: parent.width
                role: "title"
                text: page.atTasks ? qsTr("Tasks from the shop") : qsTr("Orders on this device")
            }

            Txt {
                objectName: "outbox.summary"
                visible: text !== ""
                width: parent.width
                color: Theme.inkSoft
                text: !page.atTasks ? page.outbox.summary
                    : page.tasks.count > 0 ? qsTr("%n to do", "", page.tasks.count) : ""
            }
        }
    }

    QuietButton {
        id: language
        objectName: "language"
        visible: !page.railed && page.shell.languages.length > 1
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.top: parent.top
        anchors.topMargin: Theme.gap
        width: visible ? implicitWidth : 0
        icon: "language"
        label: page.shell.nextLanguageName
        hint: qsTr("Switch the language")
        onClicked: page.shell.speak(page.shell.nextLanguage)
    }

    Row {
        id: sections
        readonly property int count: page.railed ? 2 : 3
        readonly property real room: page.oneRow ? count * (Theme.compact ? 190 : 300) : page.width - 2 * Theme.margin
        readonly property real share: (room - (count - 1) * spacing) / count
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.top: page.oneRow ? parent.top : head.bottom
        anchors.topMargin: Theme.gap
        spacing: Theme.gapSmall

        Section {
            objectName: "outbox.orders"
            width: sections.share
            label: qsTr("Orders")
            count: page.outbox.refused
            tone: Theme.error
            checked: !page.atTasks
            onClicked: page.atTasks = false
        }

        Section {
            objectName: "outbox.tasks"
            width: sections.share
            label: qsTr("Tasks")
            count: page.tasks.count
            tone: Theme.waiting
            checked: page.atTasks
            onClicked: page.atTasks = true
        }

        Section {
            objectName: "outbox.device"
            visible: !page.railed
            width: sections.share
            label: qsTr("Device")
            mark: page.device.trouble ? "!" : ""
            tone: Theme.error
            checkable: false
            onClicked: page.shell.open("device")
        }
    }

    Item {
        id: body
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.top: page.oneRow ? head.bottom : sections.bottom
        anchors.topMargin: Theme.gap
        anchors.bottom: parent.bottom

        Sheet {
            id: list
            objectName: "outbox.list"
            visible: !page.atTasks
            model: page.outbox.problem === "" ? page.outbox.rows : null
            delegate: OrderRow {
                width: list.width
                pointed: page.outbox.pointed === number
                onClicked: page.refused.open(orderId)
            }
            footer: Nothing {
                objectName: "outbox.state"
                list: list
                count: page.outbox.problem === "" ? page.outbox.rows.count : 0
                busy: page.outbox.loading
                icon: page.outbox.problem === "" ? "receipt_long" : "error"
                title: page.outbox.loading ? qsTr("Reading…")
                     : page.outbox.problem === "" ? qsTr("No orders yet") : qsTr("The list cannot be read")
                text: page.outbox.loading ? "" : page.outbox.problem === ""
                    ? qsTr("Orders from this device and their status appear here.")
                    : page.outbox.problem
            }
        }

        Sheet {
            id: todo
            objectName: "tasks.list"
            visible: page.atTasks
            model: page.tasks.rows
            delegate: TaskRow {
                width: todo.width
                onDone: page.tasks.finish(taskId)
            }
            footer: Nothing {
                objectName: "tasks.state"
                list: todo
                count: page.tasks.rows.count
                busy: page.tasks.status === "loading"
                icon: ({ offline: "cloud_off", failed: "error" })[page.tasks.status] ?? "task_alt"
                title: ({ loading: qsTr("Reading…"), offline: qsTr("No network"),
                    failed: qsTr("The list cannot be read") })[page.tasks.status] ?? qsTr("Nothing to do")
                text: ({ loading: "", failed: page.tasks.problem,
                    offline: qsTr("The shop’s tasks appear here when the network is back.")
                })[page.tasks.status] ?? qsTr("Orders that need your help appear here.")
            }
        }
    }

    component Sheet: ListView {
        anchors.fill: parent
        clip: true
        spacing: Theme.gapSmall
        boundsBehavior: Flickable.StopAtBounds
        bottomMargin: Theme.margin
        header: Notices {
            width: ListView.view.width
        }
    }

    component Section: Pressable {
        id: section

        property int count: 0
        property string mark: count > 0 ? count : ""
        property color tone: Theme.accent

        height: Theme.target
        checkable: true
        Accessible.description: section.mark

        Rectangle {
            anchors.fill: parent
            radius: section.cornerRadius
            color: section.checked ? Theme.accentSoft : section.pressed ? Theme.sunk : Theme.surface
            border.width: section.checked ? Theme.stroke : Theme.outline
            border.color: section.checked ? Theme.accent : Theme.line
        }

        Row {
            anchors.centerIn: parent
            spacing: Theme.unit

            Txt {
                anchors.verticalCenter: parent.verticalCenter
                strong: true
                color: section.checked ? Theme.accent : Theme.ink
                text: section.label
                Accessible.ignored: true
            }

            Rectangle {
                visible: section.mark !== ""
                anchors.verticalCenter: parent.verticalCenter
                width: Math.max(height, number.implicitWidth + 2 * Theme.unit)
                height: number.implicitHeight + Theme.unit / 2
                radius: height / 2
                color: section.tone

                Txt {
                    id: number
                    anchors.centerIn: parent
                    role: "small"
                    strong: true
                    tabular: true
                    text: section.mark
                    color: Theme.accentInk
                    Accessible.ignored: true
                }
            }
        }
    }

    /// What concerns the whole device; it scrolls with the list.
    component Notices: Column {
        id: notices

        // A list keeps its place when its head grows: what is new there would stay out of sight.
        onHeightChanged: Qt.callLater(ListView.view.positionViewAtBeginning)
        bottomPadding: damage.visible || notTaken.visible || clock.visible || safe.visible || stale.visible ? Theme.gap : 0
        spacing: Theme.gapSmall

        DamageCard {
            id: damage
            objectName: "damage"
            width: notices.width
            title: page.outbox.damageTitle
            text: page.outbox.damageText
            files: page.outbox.damageFiles
            onNoted: page.outbox.noteDamages()
        }

        DamageCard {
            id: notTaken
            objectName: "notTaken"
            width: notices.width
            title: page.outbox.notTakenTitle
            text: page.outbox.notTakenText
            onNoted: page.outbox.noteNotTaken()
        }

        Banner {
            id: clock
            objectName: "clock"
            visible: text !== ""
            width: notices.width
            tone: "waiting"
            icon: "schedule"
            text: page.shell.clockText
        }

        Banner {
            id: safe
            objectName: "safe"
            visible: !page.atTasks && page.outbox.waiting > 0 && page.shell.linkState !== "online"
                     && page.outbox.problem === ""
            width: notices.width
            tone: "waiting"
            icon: "cloud_off"
            title: qsTr("Unsent orders are saved on this device")
            text: qsTr("They will be sent automatically when the network is back.")
        }

        Banner {
            id: stale
            objectName: "stale"
            visible: page.atTasks && page.tasks.count > 0 && page.tasks.status === "offline"
            width: notices.width
            tone: "waiting"
            icon: "cloud_off"
            text: qsTr("No network: new tasks appear when it is back.")
        }
    }

    component Nothing: Item {
        id: nothing

        required property ListView list
        required property int count  // a list that is not seen does not count
        property alias busy: empty.busy
        property alias icon: empty.icon
        property alias title: empty.title
        property alias text: empty.text

        visible: count === 0
        width: list.width
        height: visible ? Math.max(empty.implicitHeight + 2 * Theme.margin,
                                   list.height - (list.headerItem?.height ?? 0) - Theme.margin) : 0

        EmptyState {
            id: empty
            anchors.centerIn: parent
            width: Math.min(parent.width - 2 * Theme.margin, 620)
        }
    }
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Who works here: a badge or a number, and a PIN on a large pad.
Page {
    id: page

    required property Shell shell
    required property StaffModel staff

    readonly property bool offline: shell.linkState === "offline" || shell.linkState === "refused"

    readonly property real formWidth: Theme.portrait ? width - 4 * Theme.margin
        : Math.min(Theme.compact ? 460 : 760, (width - 7 * Theme.margin) / 2)
    readonly property real keyWidth: Theme.portrait || !Theme.compact ? (formWidth - 2 * Theme.gapSmall) / 3
        : Math.max(Theme.targetPrimary, Math.min(132, (width - 7 * Theme.margin) / 7))

    Keys.onPressed: event => {
        if (offline)
            return;
        if (event.key === Qt.Key_Backspace)
            staff.backspace();
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            submit();
        else if (/^[0-9]$/.test(event.text))
            staff.digit(event.text);
        else
            return;
        event.accepted = true;
    }

    function submit(): void {
        if (offline)
            return;
        if (staff.onPin)
            staff.signIn();
        else if (staff.number !== "")
            staff.turnTo(true);
    }

    Item {
        id: head
        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.margin
        anchors.leftMargin: Theme.margin * 2
        anchors.rightMargin: Theme.margin * 2
        height: Theme.target

        Column {
            anchors.verticalCenter: parent.verticalCenter

            Txt {
                role: "heading"
                strong: true
                text: page.shell.shopName
            }

            Txt {
                visible: text !== ""
                role: "small"
                color: Theme.inkSoft
                text: page.shell.placeName
            }
        }

        Row {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.gap

            LinkPill {
                anchors.verticalCenter: parent.verticalCenter
                shell: page.shell
            }

            QuietButton {
                objectName: "language"
                icon: "language"
                label: page.shell.nextLanguageName
                onClicked: page.shell.speak(page.shell.nextLanguage)
            }
        }
    }

    Grid {
        anchors.horizontalCenter: parent.horizontalCenter
        // The pad stays under the finger: a message above it comes and goes.
        y: !Theme.portrait ? (page.height - height + head.height) / 2
            : (Theme.compact ? page.height - Theme.margin : page.height * 0.86) - height
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.margin * 3
        rowSpacing: Theme.margin

        Column {
            id: left
            width: page.formWidth
            spacing: Theme.gap

            Txt {
                width: parent.width
                role: "display"
                text: Theme.staff ? qsTr("Good to see you") : qsTr("Staff sign-in")
            }

            Txt {
                visible: !(Theme.portrait && Theme.compact && problem.visible)  // there is room for one
                width: parent.width
                color: Theme.inkSoft
                text: qsTr("Scan your badge, or type your staff number. Then your PIN.")
            }

            Item {
                width: 1
                height: Theme.unit
            }

            Box {
                objectName: "signin.number"
                width: parent.width
                icon: page.staff.badge ? "badge" : "person"
                label: qsTr("Staff number")
                shown: page.staff.badge ? qsTr("Badge scanned") : page.staff.number
                placeholder: qsTr("or hold your badge to the scanner")
                current: !page.staff.onPin
                action: page.staff.badge ? qsTr("Change") : ""
                onActed: page.staff.useNumber()
                onClicked: page.staff.turnTo(false)
            }

            Box {
                objectName: "signin.pin"
                width: parent.width
                icon: "lock"
                label: qsTr("PIN")
                dots: page.staff.pinLength
                placeholder: qsTr("4 digits or more")
                current: page.staff.onPin
                onClicked: page.staff.turnTo(true)
            }

            Banner {
                id: problem
                objectName: "signin.problem"
                visible: page.staff.problem !== "" || page.offline
                width: parent.width
                tone: page.staff.problem === "wrong" || page.staff.problem === "other" ? "error" : "waiting"
                icon: page.staff.problem === "locked" ? "lock_clock"
                    : page.staff.problem === "wrong" ? "error"
                    : page.staff.problem === "other" ? "error" : "wifi_off"
                title: page.staff.problem === "locked" ? qsTr("Locked for a moment")
                    : page.staff.problem === "wrong" ? qsTr("Could not sign in")
                    : page.staff.problem === "other" ? qsTr("Not signed in")
                    : qsTr("No network")
                text: page.staff.problem === "" || page.staff.problem === "offline"
                    ? qsTr("You can sign in when the network is back. Orders on this device are saved and will be sent automatically.")
                    : page.staff.problemText
            }
        }

        Column {
            spacing: Theme.gapSmall

            Grid {
                id: pad
                columns: 3
                spacing: Theme.gapSmall

                Repeater {
                    model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "back"]

                    PadKey {
                        required property string modelData
                        digit: modelData
                    }
                }
            }

            PrimaryButton {
                objectName: "signin.go"
                width: pad.width
                label: page.staff.busy ? qsTr("One moment…")
                     : page.staff.onPin ? qsTr("Sign in") : qsTr("Next: PIN")
                busy: page.staff.busy
                enabled: !page.offline && (page.staff.onPin ? page.staff.canTry : page.staff.number !== "")
                onClicked: page.submit()
            }

            QuietButton {
                objectName: "signin.leave"
                visible: page.shell.mode === "shopper"
                width: pad.width
                label: qsTr("Back to the shop")
                commits: true
                onClicked: page.shell.endSession()
            }
        }
    }

    component PadKey: Pressable {
        id: key

        property string digit

        readonly property bool back: digit === "back"

        objectName: "pad." + digit
        label: back ? qsTr("Delete the last digit") : digit
        width: page.keyWidth
        height: Theme.targetPrimary
        cornerRadius: Theme.radius
        enabled: digit !== "" && !page.staff.busy && !page.offline
        opacity: digit === "" ? 0 : page.offline ? 0.4 : 1
        activeFocusOnTab: false
        onClicked: back ? page.staff.backspace() : page.staff.digit(digit)

        Rectangle {
            anchors.fill: parent
            radius: key.cornerRadius
            color: key.pressed ? Theme.accentSoft : key.back ? Theme.sunk : Theme.surface
            border.width: key.back ? 0 : Theme.hairline
            border.color: Theme.line
        }

        Icon {
            visible: key.back
            anchors.centerIn: parent
            name: "backspace"
            color: Theme.inkSoft
        }

        Txt {
            visible: !key.back
            anchors.centerIn: parent
            role: "title"
            text: key.digit
            Accessible.ignored: true
        }
    }

    component Box: Pressable {
        id: box

        required property string icon
        property string shown: ""
        property string placeholder: ""
        property string action: ""
        property int dots: 0
        property bool current: false

        signal acted

        height: Theme.targetPrimary
        activeFocusOnTab: false
        Accessible.description: shown

        Rectangle {
            anchors.fill: parent
            radius: box.cornerRadius
            color: Theme.surface
            border.width: box.current ? Theme.stroke : Theme.hairline
            border.color: box.current ? Theme.accent : Theme.line
        }

        Icon {
            id: symbol
            anchors.left: parent.left
            anchors.leftMargin: Theme.gap + 4
            anchors.verticalCenter: parent.verticalCenter
            name: box.icon
            color: box.current ? Theme.accent : Theme.inkFaint
        }

        Column {
            anchors.left: symbol.right
            anchors.leftMargin: Theme.gap
            anchors.right: change.visible ? change.left : parent.right
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2

            Txt {
                role: "tiny"
                strong: true
                color: box.current ? Theme.accent : Theme.inkFaint
                text: box.label
                Accessible.ignored: true
            }

            Txt {
                visible: box.dots === 0
                width: parent.width
                role: box.shown === "" ? "body" : "heading"
                tabular: true
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                color: box.shown === "" ? Theme.inkFaint : Theme.ink
                text: box.shown === "" ? box.placeholder : box.shown
                Accessible.ignored: true
            }

            Row {
                visible: box.dots > 0
                height: Theme.fontPx("heading") + 6
                spacing: Theme.unit + 2

                Repeater {
                    model: box.dots

                    Rectangle {
                        anchors.verticalCenter: parent?.verticalCenter
                        width: Theme.unit * 1.5
                        height: width
                        radius: width / 2
                        color: Theme.ink
                    }
                }
            }
        }

        QuietButton {
            id: change
            objectName: box.objectName + ".change"
            visible: box.action !== ""
            anchors.right: parent.right
            anchors.rightMargin: (parent.height - height) / 2
            anchors.verticalCenter: parent.verticalCenter
            label: box.action
            tone: Theme.accent
            onClicked: box.acted()
        }
    }
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Set up a scanner: scan the codes of the printed sheet, see what they say of it, keep that.
Page {
    id: page

    required property Shell shell
    required property ScannerSetupModel setup

    readonly property bool beside: width > height
    readonly property real inner: width - 2 * Theme.margin
    readonly property real half: beside ? (inner - Theme.gap) / 2 : inner

    noticeFloor: foot.y - Theme.gapSmall

    TopBar {
        id: bar
        shell: page.shell
        title: qsTr("Set up a scanner")
        x: Theme.margin
        y: Theme.gap
        width: page.inner
    }

    Scroll {
        objectName: "scanner"
        anchors.fill: parent
        anchors.topMargin: bar.y + bar.height + Theme.gap
        anchors.bottomMargin: page.height - foot.y
        padding: Theme.gap
        spacing: Theme.gap

        Item {
            x: Theme.margin
            width: page.inner
            implicitHeight: page.beside ? Math.max(left.implicitHeight, right.implicitHeight)
                                        : left.implicitHeight + Theme.gap + right.implicitHeight

            Column {
                id: left
                width: page.half
                spacing: Theme.gap

                Column {
                    width: parent.width
                    spacing: 4

                    Txt {
                        width: parent.width
                        role: "heading"
                        text: qsTr("Scan the codes of the printed sheet, in any order")
                    }

                    Txt {
                        width: parent.width
                        role: "small"
                        color: Theme.inkSoft
                        text: qsTr("No sheet? IT makes one with “kiosk scanner-sheet sheet.pdf”.")
                    }
                }

                Card {
                    width: parent.width
                    height: steps.implicitHeight

                    Column {
                        id: steps
                        width: parent.width

                        Repeater {
                            model: page.setup.steps

                            Step { width: steps.width }
                        }
                    }
                }

                Card {
                    objectName: "scanner.test"
                    width: parent.width
                    height: came.implicitHeight + 2 * Theme.gap

                    Column {
                        id: came
                        x: Theme.gap
                        y: Theme.gap
                        width: parent.width - 2 * x
                        spacing: Theme.u / 2

                        Txt {
                            width: parent.width
                            role: "small"
                            color: Theme.inkSoft
                            text: qsTr("Scan anything: this is what arrives")
                        }

                        Txt {
                            objectName: "scanner.arrived"
                            width: parent.width
                            strong: true
                            tabular: true
                            wrapMode: Text.WrapAnywhere
                            maximumLineCount: 4
                            elide: Text.ElideRight
                            color: page.setup.arrived === "" ? Theme.inkFaint : Theme.ink
                            text: page.setup.arrived === "" ? qsTr("Nothing yet") : page.setup.arrived
                        }

                        Txt {
                            objectName: "scanner.arrived.note"
                            width: parent.width
                            role: "small"
                            color: Theme.inkSoft
                            text: page.setup.arrivedNote
                        }
                    }
                }
            }

            Column {
                id: right
                x: page.beside ? page.half + Theme.gap : 0
                y: page.beside ? 0 : left.implicitHeight + Theme.gap
                width: page.half
                spacing: Theme.gap

                Txt {
                    width: parent.width
                    role: "heading"
                    text: page.setup.begun ? qsTr("What the scanner showed") : qsTr("Settings now")
                }

                Repeater {
                    model: page.setup.advice

                    Banner {
                        required property string key
                        required property string words
                        required property string kind

                        objectName: "advice." + key
                        width: right.width
                        tone: kind
                        icon: kind === "waiting" ? "warning" : "info"
                        text: words
                    }
                }

                Card {
                    width: parent.width
                    height: settings.implicitHeight

                    Column {
                        id: settings
                        width: parent.width

                        Repeater {
                            model: page.setup.settings

                            Setting { width: settings.width }
                        }
                    }
                }

                Card {
                    visible: page.setup.policy !== ""
                    width: parent.width
                    height: visible ? policy.implicitHeight + 2 * Theme.gap : 0

                    Column {
                        id: policy
                        x: Theme.gap
                        y: Theme.gap
                        width: parent.width - 2 * x
                        spacing: Theme.u

                        Txt {
                            width: parent.width
                            role: "small"
                            color: Theme.inkSoft
                            text: qsTr("For IT: the same for many terminals, as lines of the policy file")
                        }

                        Txt {
                            objectName: "scanner.policy"
                            width: parent.width
                            role: "small"
                            wrapMode: Text.WrapAnywhere
                            text: page.setup.policy
                        }
                    }
                }
            }
        }
    }

    Rectangle {
        id: foot
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        height: buttons.implicitHeight + 2 * Theme.gap
        color: Theme.surface

        Divider {
            width: parent.width
        }

        Row {
            id: buttons
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.gap

            QuietButton {
                objectName: "scanner.again"
                anchors.verticalCenter: parent.verticalCenter
                visible: page.setup.begun || page.setup.arrived !== ""
                icon: "restart_alt"
                label: qsTr("Start over")
                onClicked: page.setup.startOver()
            }

            PrimaryButton {
                objectName: "scanner.keep"
                enabled: page.setup.enough && !page.setup.kept && !busy
                busy: page.setup.busy
                icon: page.setup.kept ? "check" : ""
                label: page.setup.kept ? qsTr("Saved") : qsTr("Keep these settings")
                onClicked: page.setup.keep()
            }
        }
    }

    component Step: Item {
        id: step

        required property int index
        required property string key
        required property string label
        required property string detail
        required property string status
        readonly property bool heard: status === "heard"
        readonly property bool garbled: status === "garbled"

        objectName: "step." + key
        implicitHeight: Math.max(mark.height, words.implicitHeight) + 2 * Theme.gap
        Accessible.role: Accessible.ListItem
        Accessible.name: label + ". " + verdict.text

        Divider {
            visible: step.index > 0
            x: Theme.gap
            width: parent.width - 2 * x
        }

        Rectangle {
            id: mark
            x: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.icon + 2 * Theme.u
            height: width
            radius: width / 2
            color: step.heard ? Theme.accent : step.garbled ? Theme.waitingSoft : Theme.sunk

            Icon {
                anchors.centerIn: parent
                visible: step.status !== "waiting"
                name: step.heard ? "check" : "priority_high"
                color: step.heard ? Theme.accentInk : Theme.waiting
            }

            Txt {
                anchors.centerIn: parent
                visible: step.status === "waiting"
                strong: true
                color: Theme.inkSoft
                text: step.key
                Accessible.ignored: true
            }
        }

        Column {
            id: words
            anchors.left: mark.right
            anchors.leftMargin: Theme.gap
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2

            Txt {
                width: parent.width
                strong: true
                text: step.label
                Accessible.ignored: true
            }

            Txt {
                id: verdict
                objectName: "step." + step.key + ".verdict"
                width: parent.width
                role: "small"
                strong: step.status !== "waiting"
                color: step.heard ? Theme.accent : step.garbled ? Theme.waiting : Theme.inkSoft
                text: step.heard ? qsTr("Read") : step.garbled ? qsTr("Read, but garbled") : step.detail
                Accessible.ignored: true
            }
        }
    }

    component Setting: Item {
        id: setting

        required property int index
        required property string key
        required property string label
        required property string value
        required property bool fixed

        implicitHeight: lines.implicitHeight + 2 * (Theme.gap - Theme.u / 2)
        Accessible.role: Accessible.ListItem
        Accessible.name: [label, value, byPolicy.visible ? byPolicy.text : ""].filter(part => part !== "").join(". ")

        Divider {
            visible: setting.index > 0
            x: Theme.gap
            width: parent.width - 2 * x
        }

        Column {
            id: lines
            x: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - 2 * x
            spacing: 2

            Txt {
                width: parent.width
                role: "small"
                color: Theme.inkSoft
                text: setting.label
                Accessible.ignored: true
            }

            Txt {
                objectName: "setting." + setting.key
                width: parent.width
                strong: true
                text: setting.value
                Accessible.ignored: true
            }

            Txt {
                id: byPolicy
                objectName: "setting." + setting.key + ".fixed"
                visible: setting.fixed
                width: parent.width
                role: "small"
                color: Theme.waiting
                text: qsTr("The policy file decides this on this terminal")
                Accessible.ignored: true
            }
        }
    }
}

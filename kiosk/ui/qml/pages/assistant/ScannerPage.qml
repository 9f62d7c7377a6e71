pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Set up a scanner: scan the codes of the printed sheet, see what they say of it, keep that.
Page {
    id: page

    required property Shell shell
    required property ScannerSetupModel scannerSetup

    readonly property bool beside: !Theme.portrait
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

                Txt {
                    width: parent.width
                    lineHeight: 1.2
                    text: [qsTr("1. Take the printed sheet."),
                           qsTr("2. Scan codes 1 and 2, and code 3 if the scanner reads QR codes."),
                           qsTr("3. Press “Save settings”.")].join("\n")
                }

                Txt {
                    width: parent.width
                    role: "small"
                    color: Theme.inkSoft
                    text: qsTr("No sheet? Ask IT for the “scanner set-up sheet”.")
                }

                Card {
                    width: parent.width
                    height: steps.implicitHeight

                    Column {
                        id: steps
                        width: parent.width

                        Repeater {
                            model: page.scannerSetup.steps

                            Step { width: steps.width }
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

                Banner {
                    objectName: "scanner.verdict"
                    visible: page.scannerSetup.enough && !page.scannerSetup.faulty
                    width: parent.width
                    icon: "check_circle"
                    text: page.scannerSetup.kept ? qsTr("Saved") : qsTr("All good: you can save")
                }

                Banner {
                    objectName: "scanner.changes"
                    visible: page.scannerSetup.changes !== ""
                    width: parent.width
                    tone: "waiting"
                    icon: "warning"
                    title: qsTr("Change this in the scanner (its manual has codes for it), then start over:")
                    text: page.scannerSetup.changes + "\n" + qsTr("Not sure? Call IT.")
                }

                Repeater {
                    model: page.scannerSetup.advice

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
                    objectName: "scanner.test"
                    width: parent.width
                    height: came.implicitHeight + 2 * Theme.gap

                    Column {
                        id: came
                        x: Theme.gap
                        y: Theme.gap
                        width: parent.width - 2 * x
                        spacing: Theme.unit / 2

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
                            color: page.scannerSetup.arrived === "" ? Theme.inkFaint : Theme.ink
                            text: page.scannerSetup.arrived === "" ? qsTr("Nothing yet") : page.scannerSetup.arrived
                        }

                        Txt {
                            objectName: "scanner.arrived.note"
                            width: parent.width
                            role: "small"
                            color: Theme.inkSoft
                            text: page.scannerSetup.arrivedNote
                        }
                    }
                }

                QuietButton {
                    id: details
                    objectName: "scanner.details"
                    property bool open: false
                    icon: open ? "expand_less" : "expand_more"
                    label: qsTr("Details for IT")
                    hint: open ? qsTr("Shown") : qsTr("Hidden")
                    onClicked: open = !open
                }

                Card {
                    visible: details.open
                    width: parent.width
                    height: visible ? settings.implicitHeight : 0

                    Column {
                        id: settings
                        width: parent.width

                        Repeater {
                            model: page.scannerSetup.settings

                            ScannerSetting { width: settings.width }
                        }
                    }
                }

                Card {
                    visible: details.open
                    width: parent.width
                    height: visible ? forIt.implicitHeight + 2 * Theme.gap : 0

                    Column {
                        id: forIt
                        x: Theme.gap
                        y: Theme.gap
                        width: parent.width - 2 * x
                        spacing: Theme.unit

                        Txt {
                            objectName: "scanner.command"
                            width: parent.width
                            role: "small"
                            color: Theme.inkSoft
                            text: qsTr("“kiosk scanner-sheet sheet.pdf” makes the sheet.")
                        }

                        Txt {
                            visible: page.scannerSetup.policy !== ""
                            width: parent.width
                            role: "small"
                            color: Theme.inkSoft
                            text: qsTr("The same for many terminals, as lines of the policy file:")
                        }

                        Txt {
                            objectName: "scanner.policy"
                            visible: page.scannerSetup.policy !== ""
                            width: parent.width
                            role: "small"
                            wrapMode: Text.WrapAnywhere
                            text: page.scannerSetup.policy
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
                + (first.visible && !page.beside ? first.implicitHeight + Theme.gapSmall : 0)
        color: Theme.surface

        Divider {
            width: parent.width
        }

        Txt {
            id: first
            objectName: "scanner.first"
            visible: !page.scannerSetup.enough
            x: Theme.margin
            y: page.beside ? (foot.height - height) / 2 : Theme.gap
            width: page.beside ? buttons.x - Theme.gap - x : page.inner
            horizontalAlignment: Text.AlignRight
            color: Theme.inkSoft
            text: qsTr("Scan code 1 first")
        }

        Row {
            id: buttons
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.gap
            spacing: Theme.gap

            QuietButton {
                objectName: "scanner.again"
                anchors.verticalCenter: parent.verticalCenter
                visible: !page.scannerSetup.faulty && (page.scannerSetup.begun || page.scannerSetup.arrived !== "")
                icon: "restart_alt"
                label: qsTr("Start over")
                onClicked: page.scannerSetup.startOver()
            }

            PrimaryButton {
                objectName: "scanner.keep"
                visible: !page.scannerSetup.faulty
                enabled: page.scannerSetup.enough && !page.scannerSetup.kept && !busy
                busy: page.scannerSetup.busy
                icon: page.scannerSetup.kept ? "check" : ""
                label: page.scannerSetup.kept ? qsTr("Saved") : qsTr("Save settings")
                onClicked: page.scannerSetup.keep()
            }

            QuietButton {
                objectName: "scanner.keep"
                anchors.verticalCenter: parent.verticalCenter
                visible: page.scannerSetup.faulty
                enabled: page.scannerSetup.enough && !page.scannerSetup.kept && !page.scannerSetup.busy
                icon: page.scannerSetup.kept ? "check" : ""
                label: page.scannerSetup.kept ? qsTr("Saved") : qsTr("Save anyway")
                onClicked: page.scannerSetup.keep()
            }

            PrimaryButton {
                objectName: "scanner.again"
                visible: page.scannerSetup.faulty
                icon: "restart_alt"
                label: qsTr("Start over")
                onClicked: page.scannerSetup.startOver()
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
            width: Theme.icon + 2 * Theme.unit
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
}

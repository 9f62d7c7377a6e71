pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// This device: how it stands, in one look, and what IT asks for on the telephone.
Page {
    id: page

    required property Shell shell
    required property DeviceModel device
    required property ScannerSetupModel scannerSetup

    readonly property bool beside: !Theme.portrait
    readonly property real inner: width - 2 * Theme.margin
    readonly property real sideWidth: !beside ? inner : Math.max(300, Math.min(Theme.compact ? 360 : 600, inner * 0.34))

    ready: device.ready
    Component.onCompleted: device.open()

    function front(tone: string): color {
        return ({ good: Theme.accent, waiting: Theme.waiting, error: Theme.error })[tone] ?? Theme.inkSoft;
    }

    function back(tone: string): color {
        return ({ good: Theme.accentSoft, waiting: Theme.waitingSoft, error: Theme.errorSoft })[tone] ?? Theme.sunk;
    }

    TopBar {
        id: bar
        shell: page.shell
        title: qsTr("This device")
        x: Theme.margin
        y: Theme.gap
        width: page.inner
    }

    Scroll {
        id: scroll
        objectName: "device"
        anchors.fill: parent
        anchors.topMargin: bar.y + bar.height + Theme.gap
        padding: Theme.margin
        spacing: Theme.gap

        Item {
            x: Theme.margin
            width: page.inner
            implicitHeight: page.beside ? Math.max(facts.implicitHeight, about.implicitHeight)
                                        : facts.implicitHeight + Theme.gap + about.implicitHeight

            Column {
                id: facts
                width: page.beside ? page.inner - page.sideWidth - Theme.gap : page.inner
                spacing: Theme.gap

                Banner {
                    objectName: "device.state"
                    visible: page.device.ready
                    width: parent.width
                    tone: ({ good: "accent", waiting: "waiting" })[page.device.state] ?? "error"
                    icon: ({ good: "check_circle", waiting: "hourglass_top" })[page.device.state] ?? "error"
                    title: ({ good: page.device.downloading ? qsTr("All is well. A new catalogue is downloading")
                                                            : qsTr("Everything is in order"),
                              waiting: qsTr("Works, but something is still waiting")
                            })[page.device.state] ?? qsTr("Needs attention")
                    text: page.device.reasons
                }

                Card {
                    width: parent.width
                    height: rows.implicitHeight

                    Column {
                        id: rows
                        width: parent.width

                        Repeater {
                            model: page.device.facts

                            Fact { width: rows.width }
                        }
                    }
                }
            }

            Card {
                id: about
                x: page.beside ? page.inner - page.sideWidth : 0
                y: page.beside ? 0 : facts.implicitHeight + Theme.gap
                width: page.sideWidth
                implicitHeight: names.implicitHeight + 2 * Theme.gap
                                + (scanner.visible ? scanner.height + Theme.gap : 0)

                Grid {
                    id: names
                    x: Theme.gap + Theme.unit / 2
                    y: Theme.gap
                    width: parent.width - 2 * x
                    columns: page.beside ? 1 : 2
                    spacing: Theme.gap

                    Repeater {
                        model: page.device.about

                        Column {
                            id: entry

                            required property string key
                            required property string label
                            required property string value

                            width: (names.width - (names.columns - 1) * names.spacing) / names.columns
                            spacing: 2

                            Txt {
                                width: parent.width
                                role: "small"
                                color: Theme.inkSoft
                                text: entry.label
                            }

                            Txt {
                                objectName: "about." + entry.key
                                width: parent.width
                                strong: true
                                tabular: true
                                text: entry.value
                            }
                        }
                    }
                }

                QuietButton {
                    id: scanner
                    objectName: "device.scanner"
                    visible: page.scannerSetup.available
                    x: Theme.gap
                    anchors.bottom: parent.bottom
                    anchors.bottomMargin: Theme.gap
                    width: parent.width - 2 * x
                    icon: "barcode_scanner"
                    label: qsTr("Set up a scanner")
                    onClicked: page.shell.open("scanner")
                }
            }
        }
    }

    component Fact: Item {
        id: fact

        required property int index
        required property string key
        required property string icon
        required property string tone
        required property string label
        required property string value
        required property string detail
        required property real share

        objectName: "fact." + key
        implicitHeight: Math.max(badge.height, words.implicitHeight) + 2 * Theme.gap
        Accessible.role: Accessible.ListItem
        Accessible.name: [label, value, detail].filter(part => part !== "").join(". ")

        Divider {
            visible: fact.index > 0
            x: Theme.gap
            width: parent.width - 2 * x
        }

        Rectangle {
            id: badge
            x: Theme.gap
            y: Theme.gap
            width: Theme.icon + 2 * Theme.unit
            height: width
            radius: width / 2
            color: page.back(fact.tone)

            Icon {
                anchors.centerIn: parent
                name: fact.icon
                color: page.front(fact.tone)
            }
        }

        Column {
            id: words
            anchors.left: badge.right
            anchors.leftMargin: Theme.gap
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2

            Txt {
                width: parent.width
                role: "small"
                color: Theme.inkSoft
                text: fact.label
                Accessible.ignored: true
            }

            Txt {
                objectName: "fact." + fact.key + ".value"
                width: parent.width
                role: "heading"
                tabular: true
                color: fact.tone === "good" ? Theme.ink : page.front(fact.tone)
                text: fact.value
                Accessible.ignored: true
            }

            Txt {
                visible: text !== ""
                width: parent.width
                color: Theme.inkSoft
                text: fact.detail
                Accessible.ignored: true
            }

            Item {
                visible: fact.share >= 0
                width: parent.width
                implicitHeight: done.implicitHeight + Theme.unit

                Progress {
                    id: done
                    anchors.bottom: parent.bottom
                    width: parent.width
                    share: fact.share
                }
            }
        }
    }
}

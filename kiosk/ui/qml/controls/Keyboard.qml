pragma ComponentBehavior: Bound
import QtQuick
import ".."

/// The on-screen keyboard: Russian, English, digits, phone. It keeps no text of its own.
Rectangle {
    id: keyboard

    property string language: "en"
    property string layout: language
    property bool shifted: false
    property bool seen: false
    property bool more: false  // fields to be filled in after this one

    readonly property Field field: Typing.field as Field
    readonly property bool numeric: field !== null && field.keys !== "text"
    readonly property var letters: ({
        ru: ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбюё"],
        en: ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
        signs: ["1234567890", "-/:;()№&@\"", ".,?!'+#%"]
    })
    readonly property var pad: ["123", "456", "789", field !== null && field.keys === "phone" ? "+0" : "0"]
    readonly property real keyHeight: Math.max(Theme.target, Theme.compact ? 56 : 104)

    function type(text: string): void {
        if (field)
            field.insert(shifted ? text.toUpperCase() : text);
        shifted = false;
    }

    function tellSeen(): void {
        if (visible !== seen)
            Presses.renew();
        seen = visible;
    }

    visible: field !== null
    onVisibleChanged: Qt.callLater(tellSeen)  // from field to field it goes for an instant
    color: Theme.sunk
    implicitHeight: rows.implicitHeight + 2 * Theme.gapSmall
    onLanguageChanged: layout = language
    onFieldChanged: {
        shifted = false;
        layout = language;
        more = field !== null && field.following() !== null;
    }

    // Taps between the keys stay here.
    MouseArea {
        anchors.fill: parent
    }

    component KeyCap: Pressable {
        id: key

        property string icon: ""
        property bool strong: false

        height: keyboard.keyHeight
        cornerRadius: Theme.radiusSmall
        activeFocusOnTab: false

        Rectangle {
            anchors.fill: parent
            radius: key.cornerRadius
            color: key.strong ? (key.pressed ? Theme.accentDeep : Theme.accent)
                 : key.pressed ? Theme.line : Theme.surface
        }

        Icon {
            anchors.centerIn: parent
            visible: key.icon !== ""
            name: key.icon
            color: key.strong ? Theme.accentInk : Theme.ink
        }

        Txt {
            anchors.centerIn: parent
            visible: key.icon === ""
            role: "heading"
            text: key.label
            color: key.strong ? Theme.accentInk : Theme.ink
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }

    Column {
        id: rows
        anchors.centerIn: parent
        width: keyboard.numeric ? Math.min(parent.width - 2 * Theme.gap, keyboard.keyHeight * 6)
                                : parent.width - 2 * Theme.gapSmall
        spacing: Theme.unit

        Repeater {
            id: lines
            model: keyboard.numeric ? keyboard.pad : keyboard.letters[keyboard.layout] ?? keyboard.letters.en

            Row {
                id: line

                required property string modelData
                required property int index
                readonly property bool last: index === 2 && !keyboard.numeric
                readonly property bool padEnd: index === 3 && keyboard.numeric
                readonly property int columns: keyboard.numeric ? 3
                    : (keyboard.letters[keyboard.layout] ?? keyboard.letters.en)[0].length
                readonly property real unit: (rows.width - (columns - 1) * Theme.unit) / columns

                // Shift and backspace share what the letters leave.
                readonly property real edge: Math.min(unit * 1.6, (rows.width - modelData.length
                    * (unit + Theme.unit) - Theme.unit) / 2)

                anchors.horizontalCenter: parent?.horizontalCenter
                spacing: Theme.unit

                KeyCap {
                    visible: line.last && keyboard.layout !== "signs"
                    width: line.edge
                    icon: "shift"
                    label: qsTr("Capital letter")
                    strong: keyboard.shifted
                    onClicked: keyboard.shifted = !keyboard.shifted
                }

                Repeater {
                    model: line.modelData.split("")

                    KeyCap {
                        required property string modelData
                        objectName: "key." + modelData
                        width: line.padEnd && line.modelData.length === 1
                            ? line.unit * 2 + Theme.unit : line.unit
                        label: keyboard.shifted ? modelData.toUpperCase() : modelData
                        onClicked: keyboard.type(modelData)
                    }
                }

                KeyCap {
                    visible: line.last || line.padEnd
                    width: line.padEnd ? line.unit : line.edge
                    icon: "backspace"
                    label: qsTr("Delete a character")
                    onClicked: if (keyboard.field) keyboard.field.backspace()
                }
            }
        }

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.unit

            KeyCap {
                visible: !keyboard.numeric
                width: keyboard.keyHeight * 1.4
                label: keyboard.layout === "signs" ? qsTr("ABC") : "123"
                onClicked: keyboard.layout = keyboard.layout === "signs" ? keyboard.language : "signs"
            }

            KeyCap {
                visible: !keyboard.numeric
                width: keyboard.keyHeight * 1.4
                label: keyboard.layout === "ru" ? "EN" : "РУ"
                onClicked: keyboard.layout = keyboard.layout === "ru" ? "en" : "ru"
            }

            KeyCap {
                visible: !keyboard.numeric
                width: rows.width - keyboard.keyHeight * 2.8 - enter.width - 3 * Theme.unit
                icon: "space_bar"
                label: qsTr("Space")
                onClicked: keyboard.type(" ")
            }

            KeyCap {
                id: enter
                objectName: "key.enter"
                width: keyboard.numeric ? rows.width : keyboard.keyHeight * 2.4
                strong: true
                label: keyboard.field && keyboard.field.enterLabel !== "" ? keyboard.field.enterLabel
                     : keyboard.more ? qsTr("Next") : qsTr("Done")
                onClicked: if (keyboard.field) keyboard.field.enter()
            }
        }
    }
}

import QtQuick
import ".."

/// A text field. `keys` names the on-screen layout: text, digits or phone.
Item {
    id: field

    property alias text: input.text
    property alias echoMode: input.echoMode
    property alias maximumLength: input.maximumLength
    property string label: ""
    property string placeholder: ""
    property string icon: ""
    property string error: ""
    property string keys: "text"
    property string enterLabel: ""
    property bool clearable: false

    /// Arranges what is typed: text and cursor in, both out. Null: it stays as it is.
    property var arrange: null
    property int boxHeight: Math.max(Theme.target, Theme.targetPrimary - (label === "" ? 0 : Theme.unit * 2))
    readonly property bool typing: input.activeFocus
    readonly property bool armed: Presses.taken

    signal edited(string text)
    signal accepted

    /// The fields of the page in the order in which they are filled in.
    function form(): var {
        let top = field.parent;
        while (top && !(top instanceof Page))
            top = top.parent;
        return top ? fieldsIn(top) : [];
    }

    function following(): Field {
        const fields = form();
        return fields[fields.indexOf(field) + 1] ?? null;
    }

    function fieldsIn(item: Item): var {
        if (!item.visible || !item.enabled)
            return [];
        if (item instanceof Field)
            return [item];
        let found = [];
        for (let at = 0; at < item.children.length; ++at)
            found = found.concat(fieldsIn(item.children[at]));
        return found;
    }

    /// On to the next field, or done with typing.
    function enter(): void {
        const next = following();
        if (next)
            next.take();
        else
            Typing.leave();
        accepted();
    }

    function insert(text: string): void {
        input.insert(input.cursorPosition, text);
        field.tell();
    }

    function backspace(): void {
        if (input.cursorPosition > 0) {
            input.remove(input.cursorPosition - 1, input.cursorPosition);
            field.tell();
        }
    }

    function tell(): void {
        if (arrange !== null) {
            const [text, cursor] = arrange(input.text, input.cursorPosition);
            if (text !== input.text)
                input.text = text;
            input.cursorPosition = cursor;
        }
        edited(input.text);
    }

    function clear(): void {
        input.clear();
        field.edited("");
    }

    function take(): void {
        input.forceActiveFocus();
    }

    implicitHeight: column.implicitHeight

    Connections {
        target: Typing

        // Without the focus the next tap takes it anew, and so brings the keyboard back.
        function onLeft(item: Item): void {
            if (item === field)
                input.focus = false;
        }
    }

    Column {
        id: column
        width: parent.width
        spacing: Theme.unit

        Txt {
            visible: field.label !== ""
            role: "small"
            strong: true
            color: Theme.inkSoft
            text: field.label
        }

        Rectangle {
            width: parent.width
            height: field.boxHeight
            radius: Theme.radius
            color: field.enabled ? Theme.surface : Theme.sunk
            border.width: field.typing || field.error !== "" ? Theme.stroke : Theme.outline
            border.color: field.error !== "" ? Theme.error : field.typing ? Theme.accent : Theme.line

            Icon {
                id: symbol
                visible: field.icon !== ""
                anchors.left: parent.left
                anchors.leftMargin: Theme.gap + Theme.unit
                anchors.verticalCenter: parent.verticalCenter
                name: field.icon
                color: Theme.inkFaint
            }

            TextInput {
                id: input
                objectName: field.objectName + ".input"
                anchors.left: symbol.visible ? symbol.right : parent.left
                anchors.right: wipe.visible ? wipe.left : parent.right
                anchors.leftMargin: Theme.gap
                anchors.rightMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                activeFocusOnTab: true
                activeFocusOnPress: field.armed
                clip: true
                color: Theme.ink
                selectionColor: Theme.accentSoft
                selectedTextColor: Theme.ink
                font.family: Theme.family
                font.pixelSize: Theme.fontPx("body") + 2
                font.variableAxes: ({ wght: 480, opsz: 24 })
                inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
                Accessible.role: Accessible.EditableText
                Accessible.name: field.label !== "" ? field.label : field.placeholder
                Accessible.passwordEdit: echoMode === TextInput.Password
                onTextEdited: field.tell()
                // A search stands alone: on a keyboard one goes on typing, the screen shows results.
                onAccepted: field.form().length > 1 ? field.enter() : field.accepted()
                onActiveFocusChanged: {
                    if (activeFocus)
                        Typing.field = field;
                    else if (Typing.field === field)
                        Typing.field = null;
                }
                Component.onDestruction: if (Typing.field === field) Typing.field = null
            }

            Txt {
                visible: input.text === ""
                anchors.left: input.left
                anchors.right: input.right
                anchors.verticalCenter: parent.verticalCenter
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                color: Theme.inkFaint
                text: field.placeholder
                Accessible.ignored: true
            }

            Tap {
                onCounted: field.take()
            }

            IconButton {
                id: wipe
                objectName: field.objectName + ".clear"
                visible: field.clearable && input.text !== ""
                anchors.right: parent.right
                anchors.rightMargin: (parent.height - height) / 2
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(Theme.target, parent.height)
                height: width
                icon: "close"
                bare: true
                label: qsTr("Clear")
                onClicked: field.clear()
            }
        }

        Txt {
            objectName: field.objectName + ".problem"
            visible: field.error !== ""
            width: parent.width
            role: "small"
            strong: true
            color: Theme.error
            text: field.error
        }
    }
}

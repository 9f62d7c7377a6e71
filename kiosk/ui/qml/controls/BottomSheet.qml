import QtQuick
import ".."

/// A sheet over the page: from below where it is upright, in the middle where it lies.
///
/// While it lies there it holds the keyboard's focus; Escape and a tap beside it close it.
Cover {
    id: sheet

    property bool opened: false
    property string title: ""
    property string text: ""
    property alias content: holder.data

    signal closed

    visible: opened
    enabled: opened
    scene: title
    Accessible.role: Accessible.Dialog
    Accessible.name: title
    onBeside: closed()
    onOpenedChanged: {
        if (opened) {
            Typing.leave();
            scroll.contentY = 0;
            forceActiveFocus();
        }
    }

    Rectangle {
        readonly property real most: sheet.height * (Theme.portrait ? 0.86 : 0.94)

        anchors.bottom: Theme.portrait ? parent.bottom : undefined
        anchors.verticalCenter: Theme.portrait ? undefined : parent.verticalCenter
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.portrait ? parent.width : Math.min(parent.width - 2 * Theme.margin, Theme.compact ? 640 : 1100)
        height: Math.min(most, column.implicitHeight + 2 * Theme.margin)
        radius: Theme.radius * 1.4
        color: Theme.background

        MouseArea {
            anchors.fill: parent
        }

        Rectangle {
            visible: Theme.portrait
            anchors.bottom: parent.bottom
            width: parent.width
            height: parent.radius
            color: parent.color
        }

        Scroll {
            id: scroll
            anchors.fill: parent
            anchors.margins: Theme.margin
            spacing: Theme.gap

            Column {
                id: column
                width: parent.width
                spacing: Theme.gap

                Txt {
                    objectName: "sheet.title"
                    width: parent.width
                    role: "title"
                    text: sheet.title
                }

                Txt {
                    visible: text !== ""
                    width: parent.width
                    color: Theme.inkSoft
                    text: sheet.text
                }

                Column {
                    id: holder
                    width: parent.width
                    spacing: Theme.gap
                }
            }
        }
    }
}

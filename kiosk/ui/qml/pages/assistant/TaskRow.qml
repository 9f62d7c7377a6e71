import QtQuick
import "../.."
import "../../controls"

/// One thing to see to: what happened, what to do, about whom, and "done".
Card {
    id: row

    required property string taskId
    required property string icon
    required property string title
    required property string what
    required property string todo
    required property string number
    required property string who
    required property string age
    required property bool busy

    readonly property bool oneRow: !Theme.portrait  // room for the button beside the words
    readonly property string about: who === "" ? number : number + " · " + who

    signal done

    objectName: "task." + taskId
    height: words.implicitHeight + 2 * Theme.gap + (row.oneRow ? 0 : finish.height + Theme.gapSmall)
    Accessible.role: Accessible.ListItem
    Accessible.name: title + ". " + what + " " + todo

    Rectangle {
        id: sign
        anchors.left: parent.left
        anchors.top: parent.top
        anchors.margins: Theme.gap
        width: Theme.icon * 2
        height: width
        radius: width / 2
        color: Theme.waitingSoft

        Icon {
            anchors.centerIn: parent
            name: row.icon
            color: Theme.waiting
        }
    }

    Column {
        id: words
        anchors.left: sign.right
        anchors.right: row.oneRow ? finish.left : parent.right
        anchors.top: parent.top
        anchors.margins: Theme.gap
        spacing: Theme.unit / 2

        Item {
            width: parent.width
            implicitHeight: Math.max(title.implicitHeight, age.implicitHeight)

            Txt {
                id: title
                width: parent.width - age.width - Theme.gapSmall
                role: "heading"
                text: row.title
            }

            Txt {
                id: age
                anchors.right: parent.right
                anchors.baseline: title.baseline
                role: "small"
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
                text: row.age
            }
        }

        Txt {
            width: parent.width
            text: row.what
        }

        Txt {
            width: parent.width
            strong: true
            text: row.todo
        }

        Txt {
            visible: row.oneRow
            width: parent.width
            role: "small"
            color: Theme.inkSoft
            text: row.about
        }
    }

    Txt {
        visible: !row.oneRow
        anchors.left: words.left
        anchors.right: finish.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: finish.verticalCenter
        role: "small"
        color: Theme.inkSoft
        text: row.about
    }

    QuietButton {
        id: finish
        objectName: row.objectName + ".done"
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.bottom: row.oneRow ? undefined : parent.bottom
        anchors.bottomMargin: Theme.gap
        anchors.verticalCenter: row.oneRow ? parent.verticalCenter : undefined
        enabled: !row.busy
        commits: true
        icon: "check"
        tone: Theme.accent
        label: row.busy ? qsTr("One moment…") : qsTr("Done")
        hint: row.title + ", " + row.number
        onClicked: row.done()
    }
}

import QtQuick
import "../.."
import "../../controls"

/// How a scanner types, in one regard; who decides that.
Item {
    id: setting

    required property int index
    required property string key
    required property string label
    required property string value
    required property bool fixed

    implicitHeight: lines.implicitHeight + 2 * (Theme.gap - Theme.unit / 2)
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

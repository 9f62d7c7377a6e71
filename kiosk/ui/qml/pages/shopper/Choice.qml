import QtQuick
import "../.."
import "../../controls"

/// One of several things to choose from: symbol, title, detail, and a check when chosen.
/// Where a tap does it at once (not `checkable`) there is an arrow instead.
Pressable {
    id: choice

    property string icon: ""
    required property string title
    property string detail: ""
    property bool framed: false

    implicitHeight: Math.max(Theme.target, words.implicitHeight + 2 * (Theme.gapSmall + 4))
    checkable: true
    label: title + (detail === "" ? "" : ", " + detail)

    Rectangle {
        anchors.fill: parent
        radius: !choice.framed ? 0 : Theme.compact ? Theme.radius : Theme.radiusSmall + 4
        color: choice.framed && choice.checked ? Theme.accentSoft
             : choice.pressed ? Theme.sunk : choice.framed ? Theme.surface : Theme.clear
        border.width: !choice.framed ? 0 : choice.checked ? Theme.stroke : Theme.outline
        border.color: choice.checked ? Theme.accent : Theme.line
    }

    Icon {
        id: symbol
        visible: choice.icon !== ""
        width: visible ? Theme.icon : 0
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap + Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        name: choice.icon
        color: choice.checked ? Theme.accent : Theme.inkSoft
    }

    Column {
        id: words
        anchors.left: symbol.visible ? symbol.right : parent.left
        anchors.leftMargin: Theme.gap
        anchors.right: mark.left
        anchors.rightMargin: Theme.gapSmall
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2

        Txt {
            width: parent.width
            strong: true
            text: choice.title
            maximumLineCount: 2
            elide: Text.ElideRight
            Accessible.ignored: true
        }

        Txt {
            visible: choice.detail !== ""
            width: parent.width
            role: "small"
            color: Theme.inkSoft
            text: choice.detail
            Accessible.ignored: true
        }
    }

    Icon {
        id: mark
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        name: !choice.checkable ? "chevron_right"
            : choice.checked ? "check_circle" : "radio_button_unchecked"
        filled: choice.checked
        color: choice.checked ? Theme.accent : Theme.lineStrong
    }
}

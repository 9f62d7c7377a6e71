import QtQuick
import StoreKiosk.Models
import ".."

/// A message that lies over the page for a while; a tap takes it away.
Rectangle {
    id: notice

    required property Shell shell

    readonly property string kind: shell.noticeKind
    readonly property string text: shell.noticeText
    readonly property color front: ({ good: Theme.accent, warning: Theme.waiting,
        error: Theme.error })[kind] ?? Theme.ink

    objectName: "notice"
    visible: text !== "" && !shell.idle.leaving
    height: Math.max(Theme.target, words.implicitHeight + 2 * Theme.gap)
    radius: Theme.radius
    color: ({ good: Theme.accentSoft, warning: Theme.waitingSoft,
        error: Theme.errorSoft })[kind] ?? Theme.surface
    border.width: Theme.hairline * 2
    border.color: front
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    MouseArea {
        anchors.fill: parent
        onClicked: notice.shell.dismissNotice()
    }

    Icon {
        id: symbol
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        name: ({ good: "check_circle", warning: "error", error: "error" })[notice.kind] ?? "info"
        color: notice.front
    }

    Txt {
        id: words
        anchors.left: symbol.right
        anchors.leftMargin: Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        text: notice.text
        color: notice.front
        strong: true
    }
}

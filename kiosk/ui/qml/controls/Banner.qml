import QtQuick
import ".."

/// A coloured message with a symbol, a title, text, and at most one action.
Rectangle {
    id: banner

    property string icon: "info"
    property string title: ""
    property string text: ""
    property string action: ""
    property bool pill: false  // the action as a button, not as bare text
    property bool commits: false  // the action cannot be taken back
    property string tone: "accent"  // accent, loyalty, waiting, error, plain

    signal acted

    readonly property color front: ({ accent: Theme.accent, loyalty: Theme.loyalty,
        waiting: Theme.waiting, error: Theme.error, plain: Theme.inkSoft })[tone] ?? Theme.accent

    implicitHeight: Math.max(words.implicitHeight + 2 * (Theme.gap - 2),
                             action === "" ? 0 : Theme.target + Theme.gap)
    radius: Theme.radius
    color: ({ accent: Theme.accentSoft, loyalty: Theme.loyaltySoft, waiting: Theme.waitingSoft,
        error: Theme.errorSoft, plain: Theme.sunk })[tone] ?? Theme.accentSoft
    Accessible.role: Accessible.AlertMessage
    Accessible.name: title + " " + text

    Icon {
        id: symbol
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap + Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        name: banner.icon
        color: banner.front
    }

    Column {
        id: words
        anchors.left: symbol.right
        anchors.leftMargin: Theme.gap
        anchors.right: act.visible ? act.left : parent.right
        anchors.rightMargin: act.visible ? Theme.gapSmall : Theme.gap + Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2

        Txt {
            visible: banner.title !== ""
            width: parent.width
            strong: true
            text: banner.title
            color: banner.front
        }

        Txt {
            visible: banner.text !== ""
            width: parent.width
            role: banner.title === "" ? "body" : "small"
            text: banner.text
            color: banner.front
        }
    }

    QuietButton {
        id: act
        objectName: banner.objectName + ".action"
        visible: banner.action !== ""
        anchors.right: parent.right
        anchors.rightMargin: Theme.gapSmall
        anchors.verticalCenter: parent.verticalCenter
        label: banner.action
        bare: !banner.pill
        commits: banner.commits
        tone: banner.pill ? Theme.ink : banner.front
        onClicked: banner.acted()
    }
}

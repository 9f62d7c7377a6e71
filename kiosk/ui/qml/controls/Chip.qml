import QtQuick
import ".."

/// A small statement; pressable only where `pressable` is set.
Pressable {
    id: chip

    property string icon: ""
    property string tone: "plain"  // plain, accent, loyalty, waiting, error, surface
    property bool pressable: false
    property string role: "small"
    property real maximumWidth: 10000
    property bool wraps: false  // rather than being cut off

    readonly property color back: ({ plain: Theme.sunk, accent: Theme.accentSoft,
        loyalty: Theme.loyaltySoft, waiting: Theme.waitingSoft, error: Theme.errorSoft,
        surface: Theme.surface })[tone] ?? Theme.sunk
    readonly property color front: ({ plain: Theme.inkSoft, accent: Theme.accent,
        loyalty: Theme.loyalty, waiting: Theme.waiting, error: Theme.error,
        surface: Theme.ink })[tone] ?? Theme.inkSoft

    implicitHeight: pressable ? Theme.target : words.implicitHeight + 2 * Theme.unit
    implicitWidth: Math.min(maximumWidth, row.width + 2 * (Theme.gapSmall + 4))
    cornerRadius: height / 2
    enabled: pressable
    activeFocusOnTab: pressable
    Accessible.role: pressable ? Accessible.Button : Accessible.StaticText

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        height: words.implicitHeight + 2 * Theme.unit
        radius: words.lineCount > 1 ? Theme.radius : height / 2
        color: chip.pressed ? Qt.darker(chip.back, 1.06) : chip.back
        border.width: chip.tone === "surface" ? Theme.hairline * 2 : 0
        border.color: Theme.line
    }

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.unit

        Icon {
            id: symbol
            visible: chip.icon !== ""
            name: chip.icon
            size: Theme.iconSmall
            color: chip.front
            anchors.verticalCenter: parent.verticalCenter
        }

        Txt {
            id: words
            role: chip.role
            strong: true
            text: chip.label
            color: chip.front
            wrapMode: chip.wraps ? Text.Wrap : Text.NoWrap
            elide: chip.wraps ? Text.ElideNone : Text.ElideRight
            width: Math.min(implicitWidth, chip.maximumWidth - 2 * (Theme.gapSmall + 4)
                            - (symbol.visible ? symbol.width + Theme.unit : 0)
                            - (chip.pressable ? Theme.iconSmall + Theme.unit : 0))
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }

        Icon {
            visible: chip.pressable
            name: "expand_more"
            size: Theme.iconSmall
            color: chip.front
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}

import QtQuick
import ".."

/// A Material Symbol by its name; decoration only, words stand beside it.
Text {
    id: icon

    property string name: ""
    property int size: Theme.icon
    property bool filled: false

    text: name
    textFormat: Text.PlainText
    color: Theme.ink
    width: size
    height: size
    clip: true
    font.family: Theme.iconFamily
    font.pixelSize: size
    font.variableAxes: ({ FILL: icon.filled ? 1 : 0, wght: 400, opsz: Math.min(48, Math.max(20, size)) })
    horizontalAlignment: Text.AlignHCenter
    verticalAlignment: Text.AlignVCenter
    Accessible.ignored: true
}

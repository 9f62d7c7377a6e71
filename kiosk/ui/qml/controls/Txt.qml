import QtQuick
import ".."

/// Text in one of the theme's roles. What is shown is never read as HTML.
Text {
    id: txt

    property string role: "body"
    property bool strong: false
    property bool tabular: false
    readonly property int px: Theme.fontPx(role)
    readonly property int weight: Theme.fontWeight(role)

    textFormat: Text.PlainText
    color: Theme.ink
    wrapMode: Text.Wrap
    font.family: Theme.family
    font.pixelSize: px
    font.letterSpacing: role === "display" ? -px * 0.022
                      : role === "title" ? -px * 0.015 : 0
    font.variableAxes: ({ wght: txt.strong ? Math.max(650, txt.weight) : txt.weight,
                          opsz: Math.min(32, Math.max(14, txt.px)) })
    font.features: txt.tabular ? ({ tnum: 1 }) : ({})
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}

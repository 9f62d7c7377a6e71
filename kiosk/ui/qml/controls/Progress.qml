import QtQuick
import ".."

/// How much of something is done, 0 to 1.
Rectangle {
    id: bar

    required property real share
    property color tone: Theme.accent

    implicitHeight: Theme.unit * (Theme.compact ? 1 : 1.5)
    radius: height / 2
    color: Theme.sunk
    Accessible.role: Accessible.ProgressBar
    Accessible.name: Math.floor(100 * share) + "%"

    Rectangle {
        width: Math.max(parent.height, parent.width * Math.min(1, bar.share))
        height: parent.height
        radius: parent.radius
        color: bar.tone
    }
}

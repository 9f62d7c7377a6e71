import QtQuick
import ".."

/// A white sheet on the background.
Rectangle {
    color: Theme.surface
    radius: Theme.radius
    border.width: Theme.hairline
    border.color: Theme.line
}

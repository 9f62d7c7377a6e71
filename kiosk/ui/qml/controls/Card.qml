import QtQuick
import ".."

/// A white sheet on the ground.
Rectangle {
    color: Theme.surface
    radius: Theme.radius
    border.width: Theme.hairline
    border.color: Theme.line
}

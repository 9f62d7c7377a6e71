import QtQuick
import ".."

Rectangle {
    implicitHeight: Theme.hairline
    color: Theme.line
}

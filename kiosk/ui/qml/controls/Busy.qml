pragma ComponentBehavior: Bound
import QtQuick
import ".."

/// Three dots: something is being done. Still when motion is reduced.
Item {
    id: busy

    property int size: Theme.icon
    property color tone: Theme.accent
    property int beat: 0

    implicitWidth: size * 1.6
    implicitHeight: size

    Timer {
        running: busy.visible && !Theme.reduceMotion
        repeat: true
        interval: 260
        onTriggered: busy.beat = (busy.beat + 1) % 3
    }

    Row {
        anchors.centerIn: parent
        spacing: busy.size / 5

        Repeater {
            model: 3

            Rectangle {
                required property int index
                width: busy.size / 4
                height: width
                radius: width / 2
                color: busy.tone
                opacity: Theme.reduceMotion || index === busy.beat ? 1 : 0.35
            }
        }
    }
}

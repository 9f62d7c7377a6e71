import QtQuick
import ".."

/// What lies over everything, and takes the taps of all that is below.
///
/// Whatever is pressed on it, or below when it has gone, was to be seen first.
FocusScope {
    id: cover

    property color background: Theme.scrim
    property string scene: ""  // what is asked: others may follow in place

    signal beside  // a tap on none of what stands on it

    onVisibleChanged: Presses.renew()
    onSceneChanged: if (visible) Presses.renew()

    Rectangle {
        anchors.fill: parent
        color: cover.background

        MouseArea {
            property int begun: 0

            anchors.fill: parent
            onPressed: begun = Presses.begin(false)
            onClicked: {
                if (Presses.counts(begun, false))
                    cover.beside();
            }
        }
    }
}

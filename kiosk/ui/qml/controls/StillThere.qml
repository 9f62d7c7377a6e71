import QtQuick
import StoreKiosk.Models
import ".."

/// The screen is cleared in some seconds: "Still there?", or somebody has ended the session.
///
/// Who ends it may be on the way out: nothing is seen of them any more, unless they stay.
Cover {
    id: overlay

    required property Shell shell
    readonly property IdleClock clock: shell.idle

    objectName: "stillThere"
    visible: clock.asking
    background: clock.leaving ? Theme.background : Theme.scrim
    scene: clock.leaving ? "ending" : "idle"
    onVisibleChanged: if (visible && clock.leaving) forceActiveFocus()
    onBeside: if (!clock.leaving) clock.stay()

    Card {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.compact ? 560 : 860)
        height: column.implicitHeight + 4 * Theme.gap

        Column {
            id: column
            anchors.centerIn: parent
            width: parent.width - 4 * Theme.gap
            spacing: Theme.gap

            Txt {
                width: parent.width
                role: "display"
                horizontalAlignment: Text.AlignHCenter
                objectName: "stillThere.title"
                text: overlay.clock.leaving
                    ? qsTr("Ending in %1 s").arg(overlay.clock.left) : qsTr("Still there?")
            }

            Txt {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                color: Theme.inkSoft
                text: overlay.clock.leaving
                    ? qsTr("Then the screen is cleared for the next person.")
                    : overlay.shell.staffed
                    ? qsTr("In %n second(s) you are signed out and the screen is cleared.", "",
                           overlay.clock.left)
                    : qsTr("In %n second(s) we clear the screen, so that nobody sees what you chose.", "",
                           overlay.clock.left)
            }

            Rectangle {
                width: parent.width
                height: Theme.unit * 1.5
                radius: height / 2
                color: Theme.sunk

                Rectangle {
                    width: parent.width * overlay.clock.share
                    height: parent.height
                    radius: height / 2
                    color: Theme.accent
                }
            }

            PrimaryButton {
                objectName: "stillThere.here"
                width: parent.width
                label: overlay.clock.leaving ? qsTr("Stay") : qsTr("I’m still here")
                onClicked: overlay.clock.stay()
            }

            QuietButton {
                objectName: "stillThere.end"
                width: parent.width
                height: Theme.target
                commits: true
                label: overlay.clock.leaving ? qsTr("End now") : qsTr("End and clear now")
                onClicked: overlay.shell.endSession()
            }
        }
    }
}

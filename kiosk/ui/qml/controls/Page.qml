import QtQuick
import ".."

/// One page. `ready` means that its data are there; `revision` grows when they are others.
FocusScope {
    property bool ready: true
    property int revision: 0
    /// Where a notice may stand: its lower edge, and the room at the right that is taken.
    property real noticeFloor: height - Theme.gap
    property real noticeRight: 0

    focus: true
}

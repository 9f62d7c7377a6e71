import QtQuick
import ".."

/// One page. `ready` means that its data are there; `revision` grows when they are others.
///
/// `scene` says what stands on it, where that is replaced in place; `stake` what is agreed to by
/// a press that commits. Such a press waits anew when either changes, any press for the scene.
FocusScope {
    property bool ready: true
    property int revision: 0
    property string scene: ""
    property string stake: ""
    /// Where a notice may stand: its lower edge, and the room at the right that is taken.
    property real noticeFloor: height - Theme.gap
    property real noticeRight: 0

    focus: true
    onSceneChanged: Presses.renew()
    onStakeChanged: Presses.restake()
}

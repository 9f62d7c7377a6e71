import QtQuick
import ".."

/// Whatever a person can press: touch, mouse, Space and Enter; visible keyboard focus.
///
/// A press counts when what it is on could be seen (see Presses); one that `commits` what cannot
/// be taken back waits longer, and looks as if it were `coming`. That holds for every way to
/// press: a key goes as stale as a finger, and what presses for somebody is no faster to read.
/// A key that is held down is one press.
Item {
    id: pressable

    required property string label
    property string hint: ""
    property bool checked: false
    property bool checkable: false
    property bool commits: false
    property real cornerRadius: Theme.radius
    readonly property alias pressed: tap.down
    readonly property bool armed: commits ? Presses.committing : Presses.taken
    readonly property bool coming: commits && enabled && !Presses.committing

    signal clicked

    function press(): void {
        if (enabled && Presses.begin(commits) > 0)
            clicked();
    }

    function pressByKey(event: KeyEvent): void {
        if (!event.isAutoRepeat)
            press();
    }

    activeFocusOnTab: enabled
    Accessible.role: checkable ? Accessible.RadioButton : Accessible.Button
    Accessible.name: label
    Accessible.description: hint
    Accessible.checkable: checkable
    Accessible.checked: checked
    Accessible.focusable: true
    Accessible.onPressAction: press()
    Keys.onSpacePressed: event => pressByKey(event)
    Keys.onReturnPressed: event => pressByKey(event)
    Keys.onEnterPressed: event => pressByKey(event)

    Tap {
        id: tap
        commits: pressable.commits
        onCounted: {
            if (pressable.enabled)
                pressable.clicked();
        }
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.focusRing - 2
        z: 10
        visible: pressable.activeFocus
        radius: pressable.cornerRadius + Theme.focusRing
        color: Theme.clear
        border.width: Theme.focusRing
        border.color: Theme.accent
    }
}

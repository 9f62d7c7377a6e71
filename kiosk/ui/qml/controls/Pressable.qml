import QtQuick
import ".."

/// Whatever a person can press: touch, mouse, Space and Enter; visible keyboard focus.
Item {
    id: pressable

    required property string label
    property string hint: ""
    property bool checked: false
    property bool checkable: false
    property real cornerRadius: Theme.radius
    readonly property alias pressed: tap.pressed

    signal clicked

    function press(): void {
        if (enabled)
            clicked();
    }

    activeFocusOnTab: enabled
    Accessible.role: checkable ? Accessible.RadioButton : Accessible.Button
    Accessible.name: label
    Accessible.description: hint
    Accessible.checkable: checkable
    Accessible.checked: checked
    Accessible.focusable: true
    Accessible.onPressAction: press()
    Keys.onSpacePressed: press()
    Keys.onReturnPressed: press()
    Keys.onEnterPressed: press()

    TapHandler {
        id: tap
        // An exclusive grab: what lies below does not see the tap, a Flickable may take it over.
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: pressable.press()
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

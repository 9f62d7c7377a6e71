import QtQuick

/// A tap that counts only if it began and ended on what is there now.
///
/// An exclusive grab: what lies below does not see the tap, a Flickable may take it over.
TapHandler {
    id: tap

    property bool commits: false
    property int begun: 0
    readonly property bool down: pressed && begun > 0

    signal counted

    gesturePolicy: TapHandler.ReleaseWithinBounds
    onPressedChanged: if (pressed) begun = Presses.begin(commits)
    onTapped: {
        if (Presses.counts(begun, commits))
            counted();
    }
}

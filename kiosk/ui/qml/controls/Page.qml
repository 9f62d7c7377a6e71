import QtQuick

/// One page. `ready` means that its data are there; `revision` grows when they are others.
FocusScope {
    property bool ready: true
    property int revision: 0

    focus: true
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import ".."

/// A short light around the window: a code was read. What is nothing of ours has another
/// colour, a broken frame and another sign.
Item {
    id: flash

    required property Shell shell
    property bool ours: true
    readonly property color tone: ours ? Theme.accent : Theme.waiting

    function light(good: bool): void {
        ours = good;
        fade.stop();
        opacity = 1;
        visible = true;
        if (Theme.reduceMotion)
            still.restart();
        else
            fade.start();
    }

    objectName: "scanFlash"
    visible: false
    Accessible.ignored: true

    Connections {
        target: flash.shell

        function onScanHeard(good: bool): void { flash.light(good); }
    }

    NumberAnimation {
        id: fade
        target: flash
        property: "opacity"
        from: 1
        to: 0
        duration: Theme.calm
        easing.type: Easing.InQuad
        onFinished: flash.visible = false
    }

    Timer {
        id: still
        interval: Theme.still
        onTriggered: flash.visible = false
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.clear
        border.width: Theme.unit * (flash.ours ? 1.5 : 0.75)
        border.color: flash.tone
    }

    Rectangle {
        // The second, inner line of what is not ours.
        visible: !flash.ours
        anchors.fill: parent
        anchors.margins: Theme.unit * 1.5
        color: Theme.clear
        border.width: Theme.unit * 0.75
        border.color: flash.tone
    }

    Rectangle {
        // In the middle: at the sides are buttons.
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        anchors.topMargin: Theme.gap
        width: Theme.icon * 2
        height: width
        radius: flash.ours ? width / 2 : Theme.radiusSmall
        color: flash.tone

        Icon {
            objectName: "scanFlash.sign"
            anchors.centerIn: parent
            name: flash.ours ? "check" : "question_mark"
            color: Theme.accentInk
        }
    }
}

import QtQuick
import ".."

/// Minus, a number, plus; with `removable` the last step down removes.
Row {
    id: stepper

    required property int value
    property int from: 1
    property bool removable: false
    property int to: 20
    property string lessLabel: qsTr("One less")
    property string moreLabel: qsTr("One more")
    readonly property bool last: removable && value <= from

    signal changed(int value)
    signal removed

    spacing: Theme.unit / 2

    component Step: Pressable {
        id: step

        required property string icon

        width: Theme.target
        height: Theme.target
        cornerRadius: Theme.compact ? Theme.radius : Theme.radiusSmall
        opacity: enabled ? 1 : 0.4

        Rectangle {
            anchors.fill: parent
            radius: step.cornerRadius
            color: step.pressed ? Theme.sunk : Theme.surface
            border.width: Theme.outline
            border.color: Theme.line
        }

        Icon {
            anchors.centerIn: parent
            name: step.icon
            size: Theme.iconSmall + 8
        }
    }

    Step {
        objectName: stepper.objectName + ".less"
        icon: stepper.last ? "delete" : "remove"
        label: stepper.last ? qsTr("Remove") : stepper.lessLabel
        enabled: stepper.last || stepper.value > stepper.from
        onClicked: stepper.last ? stepper.removed() : stepper.changed(stepper.value - 1)
    }

    Txt {
        width: Theme.target * 0.75
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignHCenter
        role: "heading"
        tabular: true
        text: stepper.value
    }

    Step {
        objectName: stepper.objectName + ".more"
        icon: "add"
        label: stepper.moreLabel
        enabled: stepper.value < stepper.to
        onClicked: stepper.changed(stepper.value + 1)
    }
}

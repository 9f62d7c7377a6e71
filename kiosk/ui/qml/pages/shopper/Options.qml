pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."

/// Several things to choose from, in columns, one of them chosen.
Flow {
    id: options

    required property Rows rows
    required property string name
    property int columns: 1

    signal picked(string key)

    width: parent?.width ?? 0
    spacing: Theme.gapSmall

    Repeater {
        model: options.rows

        Choice {
            required property string key
            required property bool selected
            required title
            required detail
            required icon

            objectName: options.name + "." + key
            width: Math.floor((options.width - (options.columns - 1) * Theme.gapSmall) / options.columns)
            framed: true
            checked: selected
            onClicked: options.picked(key)
        }
    }
}

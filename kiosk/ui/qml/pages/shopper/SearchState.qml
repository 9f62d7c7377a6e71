pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// What stands where there are no results; words that would find something are a tap away.
EmptyState {
    id: empty

    required property SearchModel search

    Flow {
        id: words
        visible: empty.search.state === "none" && empty.search.words.length > 0
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, wanted)
        spacing: Theme.gapSmall

        readonly property real wanted: {
            let sum = -spacing;
            for (let at = 0; at < offers.count; ++at)
                sum += (offers.itemAt(at)?.width ?? 0) + spacing;
            return Math.max(0, sum);
        }

        Repeater {
            id: offers
            model: empty.search.words

            QuietButton {
                required property string modelData

                objectName: "word." + modelData
                icon: "search"
                label: modelData
                onClicked: empty.search.type(modelData)
            }
        }
    }
}

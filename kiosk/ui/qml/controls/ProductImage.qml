import QtQuick
import ".."

/// A drawn garment on a ground tinted towards its colour.
Rectangle {
    id: picture

    required property string drawing
    required property string hex
    property real share: 0.82

    radius: Theme.radiusSmall
    color: Theme.tint(hex)

    Image {
        anchors.centerIn: parent
        width: Math.round(Math.min(parent.width, parent.height) * picture.share)
        height: width
        sourceSize: Qt.size(width, height)
        source: picture.drawing === "" || width < 8 ? ""
            : `image://drawing/${picture.drawing}/${picture.hex.slice(1)}`
        Accessible.ignored: true
    }
}

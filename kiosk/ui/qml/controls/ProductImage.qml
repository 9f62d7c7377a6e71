import QtQuick
import QtQuick.Window
import ".."

/// A product's photograph; until it is there, and where there is none, a drawn garment on a
/// background tinted towards its colour. The box is the same with either.
Rectangle {
    id: box

    required property string drawing
    required property string hex
    property string picture: ""
    property real share: 0.82
    property bool whole: false  // never cut off, else it fills the box
    property color around: Theme.surface

    readonly property string wanted: Photos.source ? picture : ""
    property string looking: ""
    property url file
    readonly property bool photographed: photo.status === Image.Ready && photo.opacity === 1
    readonly property bool settled: photographed || photo.status === Image.Error
                                    || photo.status === Image.Null && !(Photos.source?.coming ?? false)

    function leave(): void {
        if (looking !== "")
            Photos.source?.leave(looking);
    }

    function look(): void {
        leave();
        looking = wanted;
        file = looking === "" ? "" : Photos.source.look(looking);
    }

    radius: Theme.radiusSmall
    color: Theme.tint(hex)

    onWantedChanged: look()
    Component.onDestruction: leave()

    Connections {
        target: Photos.source

        function onArrived(picture: string, file: url): void {
            if (picture === box.looking)
                box.file = file;
        }
    }

    Image {
        objectName: "drawing"
        anchors.centerIn: parent
        width: Math.round(Math.min(parent.width, parent.height) * box.share)
        height: width
        sourceSize: Qt.size(width, height)
        source: box.drawing === "" || width < 8 ? ""
            : `image://drawing/${box.drawing}/${box.hex.slice(1)}`
        visible: !box.photographed
        Accessible.ignored: true
    }

    // Qt's own thread reads and scales it: there is no Python in between.
    Image {
        id: photo
        objectName: "photo"
        anchors.fill: parent
        asynchronous: true
        fillMode: box.whole ? Image.PreserveAspectFit : Image.PreserveAspectCrop
        sourceSize: Qt.size(Math.ceil(width * Screen.devicePixelRatio),
                            Math.ceil(height * Screen.devicePixelRatio))
        source: width < 8 || height < 8 ? "" : box.file
        opacity: status === Image.Ready ? 1 : 0
        Accessible.ignored: true

        Behavior on opacity {
            enabled: Theme.calm > 0
            NumberAnimation { duration: Theme.calm }
        }
    }

    // A photograph has corners; a ring of the colour around makes them as round as the box.
    Rectangle {
        readonly property int ring: Math.ceil(box.radius * 0.415)  // √2 − 1

        anchors.fill: parent
        anchors.margins: -ring
        visible: photo.status === Image.Ready && ring > 0
        opacity: photo.opacity
        radius: box.radius + ring
        color: Theme.clear
        border.width: ring
        border.color: box.around
    }
}

import QtQuick
import "../.."
import "../../controls"

/// A person's initials.
Rectangle {
    id: avatar

    property string initials: ""
    property bool loyal: false
    property int size: Theme.target - Theme.unit

    width: size
    height: size
    radius: Theme.radius
    color: loyal ? Theme.loyaltySoft : Theme.sunk

    Txt {
        anchors.centerIn: parent
        visible: avatar.initials !== ""
        role: avatar.size > 60 ? "title" : "heading"
        strong: true
        text: avatar.initials
        color: avatar.loyal ? Theme.loyalty : Theme.inkSoft
        Accessible.ignored: true
    }

    Icon {
        anchors.centerIn: parent
        visible: avatar.initials === ""
        name: "person"
        color: Theme.inkSoft
    }
}

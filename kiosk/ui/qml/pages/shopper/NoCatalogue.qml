import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Before the first catalogue: it comes, how far it is, or why it does not.
EmptyState {
    id: empty

    required property Shell shell
    required property CatalogueComing coming

    readonly property bool waiting: coming.fault === "" && shell.linkReason === ""

    readonly property string reason: coming.known || waiting ? ""
        : shell.linkState === "offline"
            ? qsTr("The shop’s server does not answer. We keep trying by ourselves; please check this terminal’s network.")
        : coming.fault !== "" ? qsTr("The catalogue was not accepted on this device. %1").arg(coming.fault)
        : shell.linkReason

    objectName: "noCatalogue"
    busy: coming.checking || waiting && !coming.known
    icon: coming.known ? "downloading" : coming.fault !== "" ? "sync_problem" : "cloud_off"
    title: coming.checking ? qsTr("Checking the catalogue…")
         : coming.known || waiting ? qsTr("Getting the catalogue…")
         : qsTr("This terminal isn’t ready. Please ask an assistant")
    text: coming.checking || reason !== "" ? ""
        : coming.known ? coming.amount
        : qsTr("Once it is here, everything works without network, too.")

    Column {
        visible: empty.reason !== ""
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, 46 * Theme.fontPx("body") * 0.5)
        spacing: Theme.unit / 2

        Txt {
            width: parent.width
            role: "small"
            strong: true
            color: Theme.inkSoft
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("For staff")
        }

        Txt {
            objectName: "noCatalogue.reason"
            width: parent.width
            color: Theme.inkSoft
            horizontalAlignment: Text.AlignHCenter
            text: empty.reason
        }
    }

    Progress {
        objectName: "noCatalogue.progress"
        visible: empty.coming.known && !empty.coming.checking
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, 46 * Theme.fontPx("body") * 0.5)
        share: empty.coming.share
    }
}

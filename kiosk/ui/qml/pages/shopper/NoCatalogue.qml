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

    objectName: "noCatalogue"
    busy: waiting && !coming.known
    icon: coming.known ? "downloading" : coming.fault !== "" ? "sync_problem" : "cloud_off"
    title: coming.known || waiting ? qsTr("Getting the catalogue…")
         : coming.fault !== "" ? qsTr("Not ready yet: please ask an assistant") : qsTr("Not ready yet")
    text: coming.known ? coming.amount
        : shell.linkState === "offline"
            ? qsTr("The shop’s server does not answer. We keep trying by ourselves; staff, please check this terminal’s network.")
        : coming.fault !== "" ? qsTr("The catalogue was not accepted on this device. %1").arg(coming.fault)
        : shell.linkReason !== "" ? shell.linkReason
        : qsTr("This takes a moment after the first start. Then everything works without network, too.")

    Progress {
        objectName: "noCatalogue.progress"
        visible: empty.coming.known
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, 46 * Theme.fontPx("body") * 0.5)
        share: empty.coming.share
    }
}

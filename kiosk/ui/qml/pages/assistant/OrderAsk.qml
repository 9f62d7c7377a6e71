import StoreKiosk.Models

/// What has to be agreed to before a refused order is cancelled, or taken anew over a basket.
Ask {
    id: overlay

    required property RefusedOrderModel refused

    objectName: "orderAsk"
    visible: refused.asking !== ""
    grave: refused.asking === "cancel"
    icon: grave ? "" : "autorenew"
    title: grave ? qsTr("Does the customer agree?") : qsTr("Clear the basket here first?")
    text: grave ? qsTr("The order is not carried out. Nothing was paid.")
                : qsTr("There is a customer or a basket on this screen. Taking the order anew clears it.")
    yes: grave ? qsTr("Cancel the order") : qsTr("Clear it and take the order anew")
    no: grave ? qsTr("Keep the order") : qsTr("Back")
    onAgreed: refused.confirm()
    onDeclined: refused.back()
}

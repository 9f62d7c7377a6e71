import StoreKiosk.Models

/// What has to be agreed to before a refused order is cancelled, or taken anew over what is here.
Ask {
    id: overlay

    required property RefusedOrderModel refused

    readonly property string number: refused.number
    readonly property var aside: ({
        order: {
            title: qsTr("Put %1 aside?").arg(refused.mending),
            text: qsTr("It stays among the orders not accepted; changes made here are lost."),
            yes: qsTr("Put aside and open %1").arg(number)
        },
        customer: {
            title: qsTr("Close the customer on this screen?"),
            text: qsTr("A customer is open here. Their web basket stays; what was chosen on this screen is lost."),
            yes: qsTr("Close and open %1").arg(number)
        },
        basket: {
            title: qsTr("Clear the basket on this screen?"),
            text: qsTr("There are items in the basket here; they are taken out."),
            yes: qsTr("Clear and open %1").arg(number)
        }
    })[refused.inTheWay] ?? { title: "", text: "", yes: "" }

    objectName: "orderAsk"
    visible: refused.asking !== ""
    grave: refused.asking === "cancel"
    icon: grave ? "" : "autorenew"
    title: grave ? qsTr("Cancel order %1?").arg(number) : aside.title
    text: grave ? qsTr("Only if the customer agrees. Ask whether they paid at the till.") : aside.text
    yes: grave ? qsTr("Cancel order") : aside.yes
    no: grave ? qsTr("Keep the order") : qsTr("Stay")
    onAgreed: refused.confirm()
    onDeclined: refused.back()
}

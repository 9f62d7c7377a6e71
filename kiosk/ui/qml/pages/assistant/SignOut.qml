import QtQuick
import StoreKiosk.Models

/// "Sign out?" with what stays behind.
Ask {
    id: overlay

    required property Shell shell
    required property StaffModel staff

    objectName: "signOut"
    visible: staff.asking
    title: qsTr("Sign out, %1?").arg(staff.firstName)
    text: staff.leavingText
    more: staff.holding ? qsTr("The customer and the basket on this screen are cleared.") : ""
    icon: "logout"
    yes: qsTr("Sign out")
    no: qsTr("Stay signed in")
    onAgreed: shell.endSession()
    onDeclined: staff.stay()
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// Find a customer by name, phone or card number, or scan their card or app code.
Page {
    id: page

    required property Shell shell
    required property CustomersModel customers
    required property CustomerFileModel file

    property string asked: ""

    readonly property bool opening: file.state === "opening"

    ready: customers.state !== "searching"
    scene: customers.state

    Txt {
        id: title
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.margin
        role: "title"
        text: qsTr("Customers")
    }

    Field {
        id: field
        objectName: "customers.search"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: title.bottom
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.topMargin: Theme.gap
        boxHeight: Theme.target
        icon: "search"
        enabled: page.customers.canSearch
        placeholder: page.customers.canSearch ? qsTr("Name, 4 digits of the phone, or the card number")
                             : qsTr("The search works again when the network is back")
        enterLabel: qsTr("Find")
        clearable: true
        text: page.customers.query
        onEdited: text => page.customers.query = text
        onAccepted: page.customers.search()
    }

    Connections {
        target: page.customers

        function onQueryChanged(): void {
            if (field.text !== page.customers.query)
                field.text = page.customers.query;
        }
    }

    Item {
        id: below
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: field.bottom
        anchors.bottom: parent.bottom
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.topMargin: Theme.gap

        Banner {
            id: serving
            objectName: "customers.serving"
            visible: page.file.serving
            width: parent.width
            height: visible ? implicitHeight : 0
            icon: "person"
            title: page.file.name === "" ? qsTr("A customer’s card is open")
                                         : qsTr("You are with %1").arg(page.file.name)
            text: qsTr("Opening somebody else ends this first.")
            action: qsTr("Back to them")
            onActed: page.shell.open("customer")
        }

        ListView {
            id: list
            objectName: "customers.list"
            visible: page.customers.state === "found"
            anchors.top: serving.bottom
            anchors.topMargin: serving.visible ? Theme.gap : 0
            anchors.bottom: parent.bottom
            width: parent.width
            clip: true
            spacing: Theme.unit
            boundsBehavior: Flickable.StopAtBounds
            bottomMargin: Theme.margin
            model: page.customers.rows
            header: Item {
                width: list.width
                height: count.implicitHeight + Theme.gapSmall

                Txt {
                    id: count
                    role: "small"
                    color: Theme.inkSoft
                    text: page.customers.summary
                }
            }
            delegate: Found {}
        }

        EmptyState {
            id: state
            objectName: "customers.state"
            visible: !list.visible && height <= below.height - serving.height
            anchors.centerIn: parent
            anchors.verticalCenterOffset: serving.height / 2
            width: Math.min(parent.width, 620)
            busy: page.customers.state === "searching" || page.opening
            icon: ({ start: "badge", none: "person_search", offline: "wifi_off", problem: "error" })[page.customers.state] ?? "search"
            title: page.opening ? qsTr("Opening…") : page.stateTitle
            text: page.opening ? "" : page.stateText
        }

        Txt {
            visible: !list.visible && !state.visible && field.typing && text !== ""
                     && page.customers.state !== "start"
            width: parent.width
            y: serving.height + Theme.gap
            role: "heading"
            horizontalAlignment: Text.AlignHCenter
            text: page.stateTitle
        }
    }

    readonly property string stateTitle: ({
        start: qsTr("Scan a card or an app code"),
        short: qsTr("A few more digits"),
        searching: qsTr("Searching…"),
        none: qsTr("Nobody found"),
        offline: qsTr("The search needs the network"),
        problem: qsTr("The search did not work")
    })[customers.state] ?? ""
    readonly property string stateText: ({
        start: qsTr("It opens the customer at once. Or type a name as the account spells it, at least 4 digits of the phone, or the whole card number."),
        short: qsTr("At least 4 digits of the phone, or the whole card number."),
        none: qsTr("Names are found as the account spells them: “Anna” does not find “Анна”. Or try at least 4 digits of the phone.\nYou can also sell without an account."),
        offline: qsTr("Scan the customer’s app code: it opens without the network as well. Catalogue, basket and orders work as usual."),
        problem: customers.problem
    })[customers.state] ?? ""

    component Found: Pressable {
        id: row

        required property string customerId
        required property string name
        required property string initials
        required property string phone
        required property string tier
        required property string points
        required property string card
        required property string basket

        objectName: "customer." + customerId
        width: ListView.view.width
        height: Theme.target + Theme.unit * 2
        label: name
        hint: phone
        enabled: !page.opening
        onClicked: {
            page.asked = customerId;
            page.file.open(customerId);
        }

        Card {
            anchors.fill: parent
            color: row.pressed ? Theme.accentSoft : Theme.surface
        }

        Avatar {
            id: avatar
            anchors.left: parent.left
            anchors.leftMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            size: Theme.target - Theme.unit * 2
            initials: row.initials
            loyal: row.tier !== ""
        }

        Column {
            anchors.left: avatar.right
            anchors.leftMargin: Theme.gap
            anchors.right: facts.left
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            spacing: 2

            Txt {
                width: parent.width
                role: "heading"
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                text: row.name
                Accessible.ignored: true
            }

            Txt {
                width: parent.width
                role: "small"
                tabular: true
                color: Theme.inkSoft
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                text: row.phone + "  ·  " + row.card
                Accessible.ignored: true
            }
        }

        Row {
            id: facts
            anchors.right: arrow.left
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.gapSmall

            Chip {
                visible: row.basket !== ""
                anchors.verticalCenter: parent.verticalCenter
                tone: "accent"
                icon: "shopping_bag"
                label: row.basket
            }

            Chip {
                anchors.verticalCenter: parent.verticalCenter
                tone: row.tier === "" ? "plain" : "loyalty"
                icon: row.tier === "" ? "" : "star"
                label: row.tier === "" ? row.points : row.tier + " · " + row.points
            }
        }

        Busy {
            visible: page.opening && page.asked === row.customerId
            anchors.centerIn: arrow
            size: Theme.icon
        }

        Icon {
            id: arrow
            visible: !(page.opening && page.asked === row.customerId)
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            name: "chevron_right"
            color: Theme.inkFaint
        }
    }
}

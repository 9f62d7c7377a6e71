import QtQuick
import StoreKiosk.Models
import "../.."
import "../../controls"

/// The frame of the shopper's pages: head, body, actions, and a quiet line at the foot.
Page {
    id: page

    required property Shell shell
    required property CustomerModel customer
    required property BasketModel basket
    property string title: ""
    property bool showsBasket: true
    default property alias body: bodyItem.data
    /// What adds the page up: above the actions, or with them at the side of the page.
    property alias summary: summaryColumn.content
    property alias actions: actionFlow.data
    property bool aside: false
    /// The actions stand within the body, which then reaches down to the foot.
    property bool within: false
    /// What stands at the body's foot, which a notice must not hide.
    property real bodyFoot: 0
    property bool endsSession: true
    property bool showsAge: true
    /// The rail beside the page says how the link is, and leads to the basket.
    readonly property bool railed: shell.mode === "assistant"
    readonly property real asideWidth: aside ? Math.max(300, Math.min(Theme.compact ? 360 : 600, width * 0.31)) : 0
    readonly property real inner: width - 2 * Theme.margin - (aside ? asideWidth + Theme.gap : 0)
    property real actionWidth: aside ? asideWidth - 2 * Theme.gap : inner

    noticeRight: aside ? asideWidth + Theme.margin : 0
    noticeFloor: Typing.field ? height - Theme.gap
        : (!aside && summaryColumn.visible ? summaryColumn.y - Theme.gap
           : !aside && actionFlow.visible ? actionFlow.y : foot.y) - Theme.gapSmall - bodyFoot

    TopBar {
        id: bar
        shell: page.shell
        title: page.title
        x: Theme.margin
        y: Theme.gap
        width: parent.width - 2 * Theme.margin

        Chip {
            objectName: "customer"
            visible: page.customer.known || page.customer.busy
            anchors.verticalCenter: parent?.verticalCenter
            tone: "loyalty"
            icon: page.customer.known ? "star" : "sync"
            label: page.customer.known ? page.customer.chip : qsTr("One moment…")
            maximumWidth: Theme.compact ? 280 : 330
        }

        QuietButton {
            objectName: "basketButton"
            visible: page.showsBasket && page.basket.pieces > 0 && !page.railed
            icon: "shopping_bag"
            label: page.basket.pieces
            hint: qsTr("Open the basket")
            Accessible.name: qsTr("Basket, %n piece(s)", "", page.basket.pieces)
            onClicked: page.shell.open("basket")
        }
    }

    Item {
        id: bodyItem
        anchors.left: parent.left
        anchors.right: page.aside ? side.left : parent.right
        anchors.top: bar.bottom
        anchors.topMargin: Theme.gap
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Typing.field ? (foot.visible ? foot.height : 0)
            : page.aside || page.within || !actionFlow.visible ? foot.height
            : page.height - (summaryColumn.visible ? summaryColumn.y : actionFlow.y) + Theme.gap
    }

    Card {
        id: side
        visible: page.aside
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.top: bodyItem.top
        anchors.bottom: foot.top
        width: page.asideWidth
    }

    Rectangle {
        // The sheet that sums and actions stand on.
        visible: summaryColumn.visible && !page.aside
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: -Theme.hairline
        y: summaryColumn.y - Theme.gap
        height: page.height - y + radius
        radius: Theme.radius * 1.4
        color: Theme.surface
        border.width: Theme.hairline
        border.color: Theme.line
    }

    Scroll {
        id: summaryColumn
        visible: contentHeight > 0 && (page.aside || !Typing.field)
        x: page.aside ? side.x + Theme.gap : Theme.margin
        y: page.aside ? side.y + Theme.gap : actionFlow.y - height - Theme.gap
        width: page.actionWidth + (page.aside ? Theme.gap - Theme.unit / 2 : 0)  // room for the position mark
        height: page.aside ? actionFlow.y - y - Theme.gap : contentHeight
        interactive: contentHeight > height
        spacing: Theme.gap
        background: Theme.surface
    }

    Flow {
        id: actionFlow
        visible: children.length > 0 && (page.aside || !Typing.field)
        x: page.aside ? side.x + Theme.gap : Theme.margin
        y: (page.aside ? side.y + side.height - Theme.gap : foot.y) - height
        width: page.actionWidth
        spacing: Theme.gapSmall
    }

    Item {
        id: foot
        visible: !Typing.field || link.visible
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.bottom: parent.bottom
        height: page.railed ? Theme.unit * 5 : Typing.field ? Theme.target : Theme.target + 2 * Theme.gapSmall

        // Where the page's actions do not: at the left, unless those stand there above the foot.
        QuietButton {
            id: end
            objectName: "endSession"
            visible: page.endsSession && !Typing.field && page.shell.hasContent
                     && !page.railed && !page.shell.staffed
            commits: true
            x: page.within ? parent.width - width : 0
            anchors.verticalCenter: parent.verticalCenter
            icon: "logout"
            role: "small"
            tone: Theme.inkSoft
            label: qsTr("End session")
            onClicked: page.shell.leaveSession()
        }

        LinkPill {
            id: link
            objectName: "link"
            shell: page.shell
            visible: shell.linkText !== "" && !page.railed
            anchors.verticalCenter: parent.verticalCenter
            x: end.visible && !page.within ? parent.width - width : 0
        }

        Row {
            visible: page.showsAge && page.shell.ageText !== "" && (page.shell.linkText === "" || page.railed)
            x: end.visible && !page.within ? parent.width - width : 0
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.unit

            Icon {
                name: page.shell.linkState === "online" ? "cloud_done" : "schedule"
                size: Theme.iconSmall
                color: Theme.inkFaint
                anchors.verticalCenter: parent.verticalCenter
            }

            Txt {
                objectName: "age"
                role: "tiny"
                color: Theme.inkFaint
                text: page.shell.ageText
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}

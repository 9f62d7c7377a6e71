pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "controls"
import "pages/assistant"
import "pages/shopper"

/// The window: the current page, the on-screen keyboard, notices, "still there?".
Window {
    id: window

    required property Shell shell
    required property Pictures pictures
    required property CatalogueComing coming
    required property CategoriesModel categories
    required property SearchModel search
    required property ProductModel product
    required property CustomerModel customer
    required property BasketModel basket
    required property CheckoutModel checkout
    required property DoneModel done
    required property CameraModel camera
    required property UnknownProductModel unknown
    required property WhichOneModel whichOne
    required property StaffModel staff
    required property CustomersModel customers
    required property CustomerFileModel file
    required property CustomerBasketModel customerBasket
    required property OutboxModel outbox
    required property TasksModel tasks
    required property RefusedOrderModel refused
    required property DeviceModel device
    required property ScannerSetupModel scannerSetup
    required property PressGuard presses

    function component(page: string): Component {
        return assistantPages.component(page) ?? shopperPages.component(page);
    }

    function tellShown(): void {
        const page = stage.item as Page;
        if (page && page.ready)
            Qt.callLater(window.confirm, stage.name);
    }

    function confirm(page: string): void {
        shell.confirmShown(page);
    }

    /// Close what lies on top, then end typing, then leave the page.
    function cancel(): void {
        if (shell.idle.leaving)
            shell.idle.stay();
        else if (refused.asking !== "")
            refused.back();
        else if (staff.asking)
            staff.stay();
        else if (unknown.opened)
            unknown.close();
        else if (whichOne.opened)
            whichOne.close();
        else if (Typing.field)
            Typing.leave();
        else
            shell.back();
    }

    color: Theme.background
    title: shell.shopName

    Binding { target: Theme; property: "windowSize"; value: Qt.size(window.width, window.height) }
    Binding { target: Theme; property: "staff"; value: window.staff.reads }
    Binding { target: Theme; property: "pxPerMm"; value: window.shell.pxPerMm }
    Binding { target: Theme; property: "reduceMotion"; value: window.shell.reduceMotion }
    Binding { target: Photos; property: "source"; value: window.pictures }
    Binding { target: Presses; property: "guard"; value: window.presses }

    Shortcut {
        sequences: [StandardKey.Cancel]
        onActivated: window.cancel()
    }

    Connections {
        target: window.shell

        // The keyboard's focus goes back to the page.
        function onCoveredChanged(): void {
            if (!window.shell.covered)
                stage.forceActiveFocus();
        }
    }

    ShopperPages {
        id: shopperPages
        shell: window.shell
        coming: window.coming
        categories: window.categories
        search: window.search
        product: window.product
        customer: window.customer
        basket: window.basket
        checkout: window.checkout
        done: window.done
        camera: window.camera
    }

    AssistantPages {
        id: assistantPages
        shell: window.shell
        staff: window.staff
        customers: window.customers
        file: window.file
        customerBasket: window.customerBasket
        outbox: window.outbox
        tasks: window.tasks
        refused: window.refused
        device: window.device
        scannerSetup: window.scannerSetup
        categories: window.categories
        search: window.search
        product: window.product
        customer: window.customer
        basket: window.basket
        checkout: window.checkout
        done: window.done
    }

    Rail {
        id: rail
        enabled: !window.shell.covered
        visible: window.shell.mode === "assistant" && window.staff.signedIn
        width: visible ? implicitWidth : 0
        anchors.left: parent.left
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        shell: window.shell
        staff: window.staff
        outbox: window.outbox
        tasks: window.tasks
        device: window.device
        file: window.file
        basketCount: window.basket.pieces
    }

    StaffBar {
        id: staffBar
        enabled: !window.shell.covered
        anchors.left: rail.right
        anchors.right: parent.right
        anchors.top: parent.top
        shell: window.shell
        staff: window.staff
        refused: window.refused
    }

    Item {
        id: pageArea
        enabled: !window.shell.locked && !window.shell.covered
        visible: !window.shell.idle.leaving  // nothing of the shopper is even there
        anchors.left: rail.right
        anchors.right: parent.right
        anchors.top: staffBar.bottom
        anchors.bottom: parent.bottom
        // While somebody types, a notice takes room of its own: the field stays in sight.
        anchors.bottomMargin: !keyboard.visible ? 0
            : keyboard.height + (notice.visible ? notice.height + Theme.gapSmall : 0)

        TapHandler {
            onTapped: Typing.leave()
        }

        Loader {
            id: stage
            objectName: "stage"

            property string name: window.shell.page

            anchors.fill: parent
            focus: true
            sourceComponent: window.component(name)
            onLoaded: {
                Presses.renew();
                window.tellShown();
            }
        }

        Connections {
            target: stage.item as Page

            function onReadyChanged(): void { window.tellShown(); }
            function onRevisionChanged(): void { window.tellShown(); }
        }
    }

    Notice {
        id: notice
        readonly property Page page: stage.item as Page
        readonly property real room: pageArea.width - (page?.noticeRight ?? 0)
        shell: window.shell
        width: Math.min(room - 2 * Theme.margin, Theme.compact ? 640 : 2000)
        x: pageArea.x + (room - width) / 2
        // What is said to staff over a shopper's page hides none of the shopper's choices.
        y: window.shell.noticeCode === "shopper_first" ? pageArea.y + Theme.gap
            : (keyboard.visible ? keyboard.y - Theme.gapSmall : pageArea.y + (page?.noticeFloor ?? pageArea.height)) - height
    }

    Keyboard {
        id: keyboard
        objectName: "keyboard"
        language: window.shell.language
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
    }

    UnknownProduct {
        unknown: window.unknown
        anchors.fill: parent
    }

    WhichOne {
        which: window.whichOne
        anchors.fill: parent
    }

    SignOut {
        shell: window.shell
        staff: window.staff
        anchors.fill: parent
    }

    OrderAsk {
        refused: window.refused
        anchors.fill: parent
    }

    StillThere {
        shell: window.shell
        anchors.fill: parent
    }

    Locked {
        shell: window.shell
        anchors.fill: parent
    }

    ScanFlash {
        shell: window.shell
        anchors.fill: parent
    }
}

pragma ComponentBehavior: Bound
import QtQuick
import StoreKiosk.Models
import "controls"
import "pages/assistant"
import "pages/shopper"

/// The window: the current page, the on-screen keyboard, notices, "still there?".
Window {
    id: window

    required property Models models
    property var prepared: []

    function tellShown(): void {
        const page = stage.item as Page;
        if (page && page.ready)
            Qt.callLater(window.confirm, stage.name);
    }

    /// Once a page stands, the others are read beside: none is waited for when it is opened.
    function prepare(): void {
        if (prepared.length > 0)
            return;
        prepared = models.files.map(file => Qt.createComponent(
            Qt.resolvedUrl("pages/" + file), Component.Asynchronous, window));
    }

    function confirm(page: string): void {
        models.shell.confirmShown(page);
    }

    /// Close what lies on top, then end typing, then leave the page.
    function cancel(): void {
        if (models.shell.idle.leaving)
            models.shell.idle.stay();
        else if (models.refused.asking !== "")
            models.refused.back();
        else if (models.staff.asking)
            models.staff.stay();
        else if (models.unknown.opened)
            models.unknown.close();
        else if (models.whichOne.opened)
            models.whichOne.close();
        else if (Typing.field)
            Typing.leave();
        else
            models.shell.back();
    }

    color: Theme.background
    title: models.shell.shopName

    Binding { target: Theme; property: "windowSize"; value: Qt.size(window.width, window.height) }
    Binding { target: Theme; property: "staff"; value: window.models.staff.reads }
    Binding { target: Theme; property: "pxPerMm"; value: window.models.shell.pxPerMm }
    Binding { target: Theme; property: "reduceMotion"; value: window.models.shell.reduceMotion }
    Binding { target: Photos; property: "source"; value: window.models.pictures }
    Binding { target: Presses; property: "guard"; value: window.models.presses }

    Component.onCompleted: {
        Finder.view = viewfinder;
        stage.open();
    }

    Shortcut {
        sequences: [StandardKey.Cancel]
        onActivated: window.cancel()
    }

    Connections {
        target: window.models.shell

        // The keyboard's focus goes back to the page.
        function onCoveredChanged(): void {
            if (!window.models.shell.covered)
                stage.forceActiveFocus();
        }
    }

    // WORKAROUND(pyside-6.11): what QML makes of a Python class is never freed, so there is one
    // for all time; the first page takes it in.
    Viewfinder {
        id: viewfinder
        objectName: "viewfinder"
        parent: null
        anchors.fill: parent
        source: window.models.camera
        live: window.models.camera.looking && Window.visibility !== Window.Hidden  // in no window: hidden
        visible: shown
        transform: Scale {
            origin.x: viewfinder.width / 2
            xScale: window.models.camera.mirrored ? -1 : 1
        }
    }

    Rail {
        id: rail
        enabled: !window.models.shell.covered
        visible: window.models.shell.mode === "assistant" && window.models.staff.signedIn
        width: visible ? implicitWidth : 0
        anchors.left: parent.left
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        shell: window.models.shell
        staff: window.models.staff
        outbox: window.models.outbox
        tasks: window.models.tasks
        device: window.models.device
        file: window.models.file
        basketCount: window.models.basket.pieces
    }

    StaffBar {
        id: staffBar
        enabled: !window.models.shell.covered
        anchors.left: rail.right
        anchors.right: parent.right
        anchors.top: parent.top
        shell: window.models.shell
        staff: window.models.staff
        refused: window.models.refused
    }

    Item {
        id: pageArea
        enabled: !window.models.shell.locked && !window.models.shell.covered
        visible: !window.models.shell.idle.leaving  // nothing of the shopper is even there
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

            property string name: window.models.shell.page

            anchors.fill: parent
            focus: true
            onNameChanged: open()
            onLoaded: {
                Presses.renew();
                window.tellShown();
                Qt.callLater(window.prepare);
            }

            function open(): void {
                if (Finder.view)  // the window stands
                    setSource(Qt.resolvedUrl("pages/" + window.models.fileOf(name)), window.models.given(name));
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
        shell: window.models.shell
        width: Math.min(room - 2 * Theme.margin, Theme.compact ? 640 : 2000)
        x: pageArea.x + (room - width) / 2
        // What is said to staff over a shopper's page hides none of the shopper's choices.
        y: window.models.shell.noticeCode === "shopper_first" ? pageArea.y + Theme.gap
            : (keyboard.visible ? keyboard.y - Theme.gapSmall : pageArea.y + (page?.noticeFloor ?? pageArea.height)) - height
    }

    Keyboard {
        id: keyboard
        objectName: "keyboard"
        language: window.models.shell.language
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
    }

    UnknownProduct {
        unknown: window.models.unknown
        anchors.fill: parent
    }

    WhichOne {
        which: window.models.whichOne
        anchors.fill: parent
    }

    SignOut {
        shell: window.models.shell
        staff: window.models.staff
        anchors.fill: parent
    }

    OrderAsk {
        refused: window.models.refused
        anchors.fill: parent
    }

    StillThere {
        shell: window.models.shell
        anchors.fill: parent
    }

    Locked {
        shell: window.models.shell
        anchors.fill: parent
    }

    ScanFlash {
        shell: window.models.shell
        anchors.fill: parent
    }
}

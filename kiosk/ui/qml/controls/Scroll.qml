import QtQuick
import ".."

/// A page's scrolling part: a column of content, a thin position mark, and the field being
/// typed into kept in sight.
Flickable {
    id: scroll

    default property alias content: column.data
    property alias spacing: column.spacing
    property real padding: 0
    property color background: Theme.background

    function ensureVisible(item: Item): void {
        const top = item.mapToItem(column, 0, 0).y;
        const bottom = top + item.height + Theme.gap;
        if (bottom > contentY + height)
            contentY = Math.min(bottom - height, Math.max(0, contentHeight - height));
        else if (top - Theme.gap < contentY)
            contentY = Math.max(0, top - Theme.gap);
    }

    function showTop(item: Item): void {
        const top = item.mapToItem(column, 0, 0).y - Theme.gap;
        contentY = Math.max(0, Math.min(top, contentHeight - height));
    }

    function holds(item: Item): bool {
        for (let at = item; at; at = at.parent)
            if (at === column)
                return true;
        return false;
    }

    contentWidth: width
    contentHeight: column.height + padding
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    flickableDirection: Flickable.VerticalFlick
    onHeightChanged: if (Typing.field && holds(Typing.field)) ensureVisible(Typing.field)

    TapHandler {
        onTapped: Typing.leave()
    }

    Connections {
        target: Typing

        function onFieldChanged(): void {
            if (Typing.field && scroll.holds(Typing.field))
                scroll.ensureVisible(Typing.field);
        }
    }

    // Text is never cut off hard where there is more of it.
    Rectangle {
        parent: scroll
        visible: !scroll.atYBeginning
        z: 1
        width: scroll.width
        height: 3 * Theme.unit
        gradient: Gradient {
            GradientStop { position: 0; color: scroll.background }
            GradientStop { position: 1; color: Qt.alpha(scroll.background, 0) }
        }
    }

    Rectangle {
        parent: scroll
        visible: !scroll.atYEnd
        z: 1
        y: scroll.height - height
        width: scroll.width
        height: 4 * Theme.unit
        gradient: Gradient {
            GradientStop { position: 0; color: Qt.alpha(scroll.background, 0) }
            GradientStop { position: 1; color: scroll.background }
        }
    }

    Column {
        id: column
        width: scroll.width
    }

    Rectangle {
        parent: scroll
        visible: scroll.contentHeight > scroll.height + 1
        anchors.right: parent.right
        anchors.rightMargin: Theme.unit / 2
        y: scroll.visibleArea.yPosition * scroll.height
        width: Theme.unit / 2
        height: Math.max(Theme.target, scroll.visibleArea.heightRatio * scroll.height)
        radius: width / 2
        color: Theme.lineStrong
        opacity: 0.8
    }
}

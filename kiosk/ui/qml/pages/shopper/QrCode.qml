pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import "../.."

/// A QR code from rows of 0 and 1, with its quiet zone of four modules (ISO/IEC 18004 §5.3.8).
Rectangle {
    id: code

    required property string modules

    readonly property var lines: modules === "" ? [] : modules.split("/")
    readonly property int count: lines.length + 8
    readonly property int cell: Math.max(1, Math.floor(width / count))

    /// Dark runs of each row as rectangles on whole pixels, so that no edge is blurred.
    function path(): string {
        let d = "";
        for (let y = 0; y < lines.length; ++y) {
            const line = lines[y];
            for (let x = 0; x < line.length; ++x) {
                if (line[x] !== "1")
                    continue;
                let end = x;
                while (end < line.length && line[end] === "1")
                    ++end;
                d += `M${x * cell} ${y * cell}h${(end - x) * cell}v${cell}h${(x - end) * cell}z`;
                x = end;
            }
        }
        return d;
    }

    height: width
    radius: Theme.radiusSmall
    color: Theme.surface
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Code to follow the order with a phone")

    Shape {
        id: shape
        x: Math.round((code.width - code.lines.length * code.cell) / 2)
        y: x
        width: code.lines.length * code.cell
        height: width

        ShapePath {
            strokeWidth: 0
            strokeColor: Theme.clear
            fillColor: Theme.ink

            PathSvg {
                path: code.path()
            }
        }
    }
}

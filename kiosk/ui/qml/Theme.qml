pragma Singleton
pragma ComponentBehavior: Bound
import QtQuick

/// The only place with literal colours, sizes, fonts and durations.
QtObject {
    id: theme

    // Set by Main: the device by its policy, the window as large as it is now.
    property size windowSize: Qt.size(1080, 1920)
    property real pxPerMm: 3.6
    property bool reduceMotion: false

    /// Who reads: words are for staff, else for a shopper. Set by Main; sizes never ask for it.
    property bool staff: false

    /// How large: what is held in a hand, or has few pixels, is drawn smaller than what one
    /// stands before. The bounds are 400 mm from corner to corner (15.7 inches) and 900 pixels.
    readonly property bool compact: Math.hypot(windowSize.width, windowSize.height) < 400 * pxPerMm
                                    || Math.min(windowSize.width, windowSize.height) < 900

    /// Which way round: upright there is one column, lying there is room for two.
    readonly property bool portrait: windowSize.height > windowSize.width

    readonly property color background: "#F7F5F1"
    readonly property color surface: "#FFFFFF"
    readonly property color sunk: "#EFECE6"
    readonly property color ink: "#1D1B18"
    readonly property color inkSoft: "#5F5A52"
    readonly property color inkFaint: "#6F6960"
    readonly property color line: "#E3DED5"
    readonly property color lineStrong: "#B9B2A6"
    readonly property color accent: "#0E6655"
    readonly property color accentDeep: "#0A5144"
    readonly property color accentSoft: "#DCEDE8"
    readonly property color accentInk: "#FFFFFF"
    readonly property color loyalty: "#7A5D0E"
    readonly property color loyaltySoft: "#F6ECD0"
    readonly property color waiting: "#855600"
    readonly property color waitingSoft: "#FBEFD6"
    readonly property color error: "#A3302A"
    readonly property color errorSoft: "#F8E3E0"
    readonly property color night: "#222E35"
    readonly property color nightInk: "#FFFFFF"
    readonly property color scrim: "#B31D1B18"
    readonly property color clear: "transparent"

    readonly property int unit: 8
    readonly property int radius: compact ? 16 : 24
    readonly property int radiusSmall: compact ? 10 : 16
    readonly property int margin: compact ? 24 : 56
    readonly property int gap: compact ? 16 : 24
    readonly property int gapSmall: Math.max(compact ? 8 : 12, Math.ceil(3 * pxPerMm))
    readonly property int targetPrimary: Math.max(compact ? 64 : 120, Math.ceil(15 * pxPerMm))
    readonly property int target: Math.max(compact ? 56 : 80, Math.ceil(12 * pxPerMm))
    readonly property int hairline: 1
    readonly property int outline: compact ? hairline : 2 * hairline
    readonly property int stroke: compact ? 2 : 3
    readonly property int focusRing: 4
    readonly property int iconSmall: compact ? 18 : 28
    readonly property int icon: compact ? 24 : 40
    readonly property int iconLarge: compact ? 48 : 96

    readonly property string family: "Inter"
    readonly property string iconFamily: "Material Symbols Outlined"
    readonly property int quick: reduceMotion ? 0 : 120
    readonly property int calm: reduceMotion ? 0 : 200
    readonly property int still: 150  // how long what must not move is shown

    function fontPx(role: string): int {
        const stand = {display: 68, title: 46, heading: 34, body: 30, small: 26, tiny: 22};
        const hand = {display: 34, title: 26, heading: 19, body: 17, small: 15, tiny: 13};
        return (compact ? hand : stand)[role] ?? 0;
    }

    function fontWeight(role: string): int {
        return {display: 760, title: 720, heading: 650, body: 450, small: 450, tiny: 480}[role] ?? 450;
    }

    /// A quiet background for a garment, tinted towards its colour.
    function tint(hex: string): color {
        const c = Qt.color(hex === "" ? "#B8B0A4" : hex);
        const k = 0.11;
        return Qt.rgba(0.95 * (1 - k) + c.r * k, 0.942 * (1 - k) + c.g * k,
                       0.93 * (1 - k) + c.b * k, 1);
    }
}

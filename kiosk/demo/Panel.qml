pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import StoreKiosk.Demo
import "../ui/qml"
import "../ui/qml/controls"

/// The outside world of the demo, as buttons. It is no part of the product.
Window {
    id: window

    required property Panel panel

    width: 440
    height: 900
    visible: true
    color: Theme.sunk
    title: "Outside world"

    component Heading: Txt {
        role: "small"
        strong: true
        color: Theme.inkSoft
        Layout.topMargin: Theme.u
    }

    Scroll {
        anchors.fill: parent
        anchors.margins: 2 * Theme.u

        ColumnLayout {
            width: parent.width
            spacing: Theme.u

            Heading { text: "Hold a product before the camera" }
            Repeater {
                model: window.panel.products
                QuietButton {
                    required property string modelData
                    Layout.fillWidth: true
                    role: "small"
                    label: modelData
                    onClicked: window.panel.scanProduct(modelData)
                }
            }

            Heading { text: "Show a loyalty card, or the code in the app" }
            Repeater {
                model: window.panel.customers
                RowLayout {
                    id: customer
                    required property string modelData
                    spacing: Theme.u
                    QuietButton {
                        Layout.fillWidth: true
                        role: "small"
                        label: customer.modelData
                        onClicked: window.panel.showCard(customer.modelData)
                    }
                    QuietButton {
                        role: "small"
                        icon: "smartphone"
                        label: "app"
                        onClicked: window.panel.showPhone(customer.modelData)
                    }
                }
            }
            QuietButton {
                Layout.fillWidth: true
                role: "small"
                label: "Мила's staff badge"
                onClicked: window.panel.showBadge()
            }

            Heading { text: "On the website" }
            QuietButton {
                Layout.fillWidth: true
                role: "small"
                label: "Анна adds a T-shirt"
                onClicked: window.panel.addOnTheWeb()
            }

            Heading { text: "The network cable" }
            QuietButton {
                Layout.fillWidth: true
                role: "small"
                icon: window.panel.plugged ? "wifi" : "wifi_off"
                label: window.panel.plugged ? "Pull it" : "Plug it in again"
                onClicked: window.panel.toggleCable()
            }

            Heading { text: "The printer (simulated)" }
            Rectangle {
                Layout.fillWidth: true
                implicitHeight: paper.implicitHeight + 2 * Theme.u
                color: Theme.surface
                radius: Theme.radiusSmall
                Text {
                    id: paper
                    anchors.fill: parent
                    anchors.margins: Theme.u
                    color: Theme.ink
                    textFormat: Text.PlainText
                    wrapMode: Text.Wrap
                    font.family: "monospace"
                    text: window.panel.paper || "Nothing printed yet."
                }
            }
        }
    }
}

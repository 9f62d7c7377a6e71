pragma ComponentBehavior: Bound
import QtQuick
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
        width: parent?.width ?? 0
        topPadding: Theme.unit
        role: "small"
        strong: true
        color: Theme.inkSoft
    }

    component Act: QuietButton {
        width: parent?.width ?? 0
        role: "small"
    }

    Scroll {
        id: scroll
        anchors.fill: parent
        anchors.margins: 2 * Theme.unit
        spacing: Theme.unit

        Heading { text: "Hold a product before the camera" }
        Repeater {
            model: window.panel.products

            Act {
                required property string modelData
                label: modelData
                onClicked: window.panel.scanProduct(modelData)
            }
        }

        Heading { text: "Show a loyalty card, or the code in the app" }
        Repeater {
            model: window.panel.customers

            Row {
                id: customer
                required property string modelData
                spacing: Theme.unit

                QuietButton {
                    width: scroll.width - phone.width - Theme.unit
                    role: "small"
                    label: customer.modelData
                    onClicked: window.panel.showCard(customer.modelData)
                }

                QuietButton {
                    id: phone
                    role: "small"
                    icon: "smartphone"
                    label: "app"
                    onClicked: window.panel.showPhone(customer.modelData)
                }
            }
        }
        Act {
            label: "Мила's staff badge"
            onClicked: window.panel.showBadge()
        }

        Heading { text: "On the website" }
        Act {
            label: "Анна adds a T-shirt"
            onClicked: window.panel.addOnTheWeb()
        }

        Heading { text: "The network cable" }
        Act {
            icon: window.panel.plugged ? "wifi" : "wifi_off"
            label: window.panel.plugged ? "Pull it" : "Plug it in again"
            onClicked: window.panel.toggleCable()
        }

        Heading { text: "The printer (simulated)" }
        Rectangle {
            width: parent.width
            implicitHeight: paper.implicitHeight + 2 * Theme.unit
            color: Theme.surface
            radius: Theme.radiusSmall

            Text {
                id: paper
                anchors.fill: parent
                anchors.margins: Theme.unit
                color: Theme.ink
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                font.family: "monospace"
                text: window.panel.paper || "Nothing printed yet."
            }
        }
    }
}

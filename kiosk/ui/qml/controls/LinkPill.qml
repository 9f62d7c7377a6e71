import QtQuick
import StoreKiosk.Models

/// No network, said in words; nothing at all when all is well.
Chip {
    required property Shell shell

    visible: shell.linkText !== ""
    label: shell.linkText
    tone: shell.linkState === "waiting" ? "plain" : "waiting"
    icon: shell.linkState === "refused" ? "block"
        : shell.linkState === "waiting" ? "sync" : "wifi_off"
}

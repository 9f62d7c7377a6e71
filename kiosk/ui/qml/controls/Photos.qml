pragma Singleton
import QtQuick
import StoreKiosk.Models

/// Where every ProductImage gets its photograph from; set once by Main.
QtObject {
    property Pictures source: null
}

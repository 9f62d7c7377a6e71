pragma Singleton
import QtQuick
import StoreKiosk.Models

/// The one picture of what the camera sees: the page that shows it takes it in; set by Main.
QtObject {
    property Viewfinder view: null
}

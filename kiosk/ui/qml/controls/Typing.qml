pragma Singleton
import QtQuick

/// Which field is being typed into.
QtObject {
    property Item field: null

    function leave(): void {
        if (field)
            field.focus = false;
        field = null;
    }
}

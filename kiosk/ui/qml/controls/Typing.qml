pragma Singleton
import QtQuick

/// Which field is being typed into.
QtObject {
    property Item field: null

    signal left(item: Item)

    function leave(): void {
        const was = field;
        field = null;
        if (was)
            left(was);
    }
}

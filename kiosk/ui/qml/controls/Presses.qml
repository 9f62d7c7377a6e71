pragma Singleton
import QtQuick
import StoreKiosk.Models

/// Whether a press counts by now: every Pressable asks, whatever comes on the screen renews.
QtObject {
    property PressGuard guard: null  // set once by Main
    readonly property bool taken: guard?.takes ?? true
    readonly property bool committing: guard?.commits ?? true

    function begin(commits: bool): int {
        return guard ? guard.begin(commits) : 1;
    }

    function counts(begun: int, commits: bool): bool {
        return guard ? guard.counts(begun, commits) : begun > 0;
    }

    function renew(): void {
        guard?.renew();
    }

    function restake(): void {
        guard?.restake();
    }
}

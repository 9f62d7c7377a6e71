"""View models: one a screen concept. QML sees them in the module `StoreKiosk.Models`."""

"""What the services need from the outside, as Protocols.

Implemented by `offline_cache`, `hub_client`, `devices` and `ui`; put together in `app`.
All calls are synchronous and made from a lane, never from the main thread. Errors are
those of `kiosk.errors`.
"""

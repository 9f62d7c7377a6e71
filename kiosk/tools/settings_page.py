"""`docs/settings.md`, made from the settings themselves: `make settings-page`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import fields

from msgspec import Meta

from kiosk.config import RULES, TABLES, Settings
from kiosk.setting_sources import variable_of
from kiosk.tools.hub_commands import add_hub_commands

STORE_IT = "store IT"
_HEAD = """# Settings

Made from `kiosk/config.py` by `make settings-page`; a test compares.

A terminal takes what its policy file says, then what the environment says, then the default. The
file is TOML: `/etc/store-kiosk/policy.toml`, on Windows `store-kiosk\\policy.toml` in
`%PROGRAMDATA%`; only an administrator should be able to write it. A setting stands there in its
table, or by its flat name at the top:

```toml
mode = "shopper"
printer = "10.0.0.7:9100"
[session]
idle_s = 90
```

A variable is written without quotes, a list with commas: `KIOSK_LANGUAGES=en,ru`. A value that is
not allowed, or a name in the file that is no setting, stops the start with a sentence that names
it. Variables that name no setting are left to others. `kiosk doctor` checks what the settings lead
to.
"""
_HUB = """
## The hub

A hub has no file of settings: `kiosk hub serve` is told all on its command line. The shop's own
rules (fees, tiers, limits without the network) are in its database.

| option | what it does | default |
|---|---|---|
"""
_COLUMNS = """
| in the policy file | variable | what it does | allowed | default | set by |
|---|---|---|---|---|---|
"""
_NO_DEFAULT = {"data": "none: it must be given", "database_url": "a file in the data folder"}


def page() -> str:
    """Return the page as Markdown."""
    in_tables = {field for keys in TABLES.values() for field in keys.values()}
    alone = {field: field for field in RULES if field not in in_tables}
    parts = [_HEAD, "\n## At the top of the file\n", _COLUMNS, *_rows(alone, "")]
    for table, keys in TABLES.items():
        parts += [f"\n## `[{table}]`\n", _COLUMNS, *_rows(keys, f"{table}.")]
    return "".join([*parts, _HUB, *_hub_rows()])


def default_of(field: str) -> object:
    """Return a setting's default."""
    return next(one.default for one in fields(Settings) if one.name == field)


def written(value: object) -> str:
    """Write a value as TOML has it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _rows(keys: dict[str, str], table: str) -> Iterator[str]:
    for key, field in keys.items():
        metas = [one for one in RULES[field].__metadata__ if isinstance(one, Meta)]
        does = next(one.title for one in metas if one.title)
        allowed = next(one.description for one in metas if one.description)
        extra = {name: text for one in metas for name, text in (one.extra or {}).items()}
        default = extra.get("default") or f"`{written(default_of(field))}`"
        by = extra.get("set_by", STORE_IT)
        name = f"`{table}{key}`" + (f", `{field}`" if table else "")
        yield f"| {name} | `{variable_of(field)}` | {does} | {allowed} | {default} | {by} |\n"


def _hub_rows() -> Iterator[str]:
    hub = argparse.ArgumentParser()
    add_hub_commands(hub)
    commands = next(one for one in hub._actions if isinstance(one, argparse._SubParsersAction))
    for option in commands.choices["serve"]._actions:
        if option.dest == "help":
            continue
        default = f"`{option.default}`" if option.default is not None else "none"
        default = _NO_DEFAULT.get(option.dest, default)
        yield f"| `{option.option_strings[0]}` | {option.help} | {default} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())

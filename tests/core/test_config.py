from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

import pytest

from kiosk import config
from kiosk.config import Settings
from kiosk.errors import BadConfig
from kiosk.setting_sources import load, policy_path, shown
from kiosk.tools.wording import in_words


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    return tmp_path / "policy.toml"


def test_without_anything_the_defaults_hold(policy: Path) -> None:
    settings = load({}, policy)
    assert (settings.language, settings.idle_s, settings.mode) == ("ru", 60, "")
    assert settings.data_dir.is_absolute()
    assert settings.printer_address is None


def test_policy_wins_over_environment_and_environment_over_default(policy: Path) -> None:
    policy.write_text('idle_s = 90\nprinter = "10.0.0.7:9100"')
    environ = {"KIOSK_IDLE_S": "30", "KIOSK_DONE_S": "20", "KIOSK_UNRELATED": "x"}
    settings = load(environ, policy)
    assert (settings.idle_s, settings.done_s, settings.still_there_s) == (90, 20, 15)
    assert settings.printer_address == ("10.0.0.7", 9100)


def test_every_field_can_be_set_from_both_sources(policy: Path, tmp_path: Path) -> None:
    certificate = tmp_path / "ca.pem"
    certificate.write_text("")
    values = {
        "hub_url": "https://hub.example:8443",
        "mode": "assistant",
        "data_dir": str(tmp_path),
        "language": "en",
        "languages": "en,ru",
        "camera": "0",
        "camera_faces": "away",
        "camera_resolution": "1920x1080",
        "camera_region": "0.1,0,0.9,1",
        "serial_scanners": "COM3,/dev/ttyACM0@115200",
        "scanner_layout": "de",
        "scanner_suffix": "tab",
        "scanner_aim": "yes",
        "scanner_separators": "{GS},^",
        "store_codes": "22IIIIIWWWWWC,23IIIIIPPPPPC",
        "sounds": "no",
        "printer": "[fe80::1]:9100",
        "printer_columns": "48",
        "idle_s": "61",
        "done_s": "31",
        "still_there_s": "16",
        "screen_diagonal_inch": "21.5",
        "reduce_motion": "yes",
        "fullscreen": "false",
        "extra_ca": str(certificate),
        "proxy": "http://proxy:3128",
        "secrets": "file",
        "catalogue_poll_s": "2.5",
        "heartbeat_s": "20",
        "picture_cache_mb": "0",
    }
    assert set(values) == {field.name for field in fields(Settings)}
    by_environment = load({f"KIOSK_{k.upper()}": v for k, v in values.items()}, policy)
    bare = {"printer_columns", "idle_s", "done_s", "still_there_s", "heartbeat_s"}
    lines = [f"{k} = {v if k in bare else f'{v!r}'}" for k, v in values.items()]
    text = "\n".join(lines).replace("reduce_motion = 'yes'", "reduce_motion = true")
    policy.write_text(text.replace("'en,ru'", '["en", "ru"]').replace("'{GS},^'", '["{GS}", "^"]'))
    assert load({}, policy) == by_environment
    assert by_environment.printer_address == ("fe80::1", 9100)
    assert by_environment.languages == ("en", "ru")
    assert by_environment.fullscreen is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hub_url", "http://hub.example"),
        ("hub_url", "ftp://127.0.0.1"),
        ("hub_url", "hub.example"),
        ("hub_url", "https://127.0.0.1:99999"),
        ("mode", "boss"),
        ("data_dir", "relative/path"),
        ("language", "xx"),
        ("languages", ""),
        ("languages", "ru,xx"),
        ("camera", "0\n"),
        ("camera_faces", "up"),
        ("camera_resolution", "720p"),
        ("camera_resolution", "1280x0"),
        ("camera_region", "0,0,1"),
        ("camera_region", "0.5,0,0.5,1"),
        ("camera_region", "0,0,1,1.1"),
        ("scanner_layout", "dvorak"),
        ("scanner_suffix", "space"),
        ("scanner_aim", "perhaps"),
        ("store_codes", "22IIIII"),
        ("sounds", "loud"),
        ("printer", "10.0.0.7"),
        ("printer", "10.0.0.7:port"),
        ("printer_columns", "4"),
        ("idle_s", "soon"),
        ("idle_s", "1.5"),
        ("idle_s", "nan"),
        ("idle_s", "-1"),
        ("screen_diagonal_inch", "inf"),
        ("reduce_motion", "perhaps"),
        ("extra_ca", "/nowhere/ca.pem"),
        ("proxy", "proxy:3128"),
        ("secrets", "keychain"),
        ("heartbeat_s", "31"),
        ("picture_cache_mb", "-1"),
    ],
)
def test_wrong_value_names_setting_source_value_and_what_is_allowed(
    name: str, value: str, policy: Path
) -> None:
    variable = f"KIOSK_{name.upper()}"
    with pytest.raises(BadConfig) as caught:
        load({variable: value}, policy)
    said = caught.value.args_
    assert caught.value.code == "setting_wrong"
    assert (said["setting"], said["source"], said["value"]) == (name, variable, value)
    assert said["allowed"]


@pytest.mark.parametrize("line", ["idle_s = true", "idle_s = [60]", "hub_url = 5", "mode = 1"])
def test_wrong_type_in_the_policy_file_is_refused(line: str, policy: Path) -> None:
    policy.write_text(line)
    with pytest.raises(BadConfig) as caught:
        load({}, policy)
    assert caught.value.args_["source"] == str(policy)


def test_plain_http_is_for_this_machine_alone(policy: Path) -> None:
    for url in ("http://127.0.0.1:8780", "http://localhost:8780", "http://[::1]:8780"):
        assert load({"KIOSK_HUB_URL": url}, policy).hub_url == url


def test_unknown_key_in_the_policy_file_says_what_was_meant(policy: Path) -> None:
    policy.write_text("idle_sec = 60")
    with pytest.raises(BadConfig) as caught:
        load({}, policy)
    assert caught.value.code == "setting_unknown"
    assert caught.value.args_["setting"] == "idle_sec"
    assert caught.value.args_["meant"] == "idle_s"


@pytest.mark.parametrize("content", [b"idle_s = ", b"\xff\xfe", b"idle_s = 1\nidle_s = 2"])
def test_damaged_policy_file_is_named(content: bytes, policy: Path) -> None:
    policy.write_bytes(content)
    with pytest.raises(BadConfig) as caught:
        load({}, policy)
    assert caught.value.code == "policy_unreadable"
    assert caught.value.args_["path"] == str(policy)


def test_language_must_be_among_those_offered(policy: Path) -> None:
    with pytest.raises(BadConfig) as caught:
        load({"KIOSK_LANGUAGE": "en", "KIOSK_LANGUAGES": "ru"}, policy)
    assert caught.value.args_["setting"] == "language"


@pytest.mark.parametrize("name", ["KIOSK_PROXY", "KIOSK_HUB_URL"])
@pytest.mark.parametrize(
    "address", ["ftp://user:s3cret@host:1", "user:s3cret@host", "x://a:s3cret@b@c"]
)
def test_password_inside_a_wrong_address_is_not_repeated(
    name: str, address: str, policy: Path
) -> None:
    with pytest.raises(BadConfig) as caught:
        load({name: address}, policy)
    assert "s3cret" not in str(caught.value) + str(caught.value.args_)


def test_settings_are_shown_without_the_proxys_password(policy: Path) -> None:
    settings = load({"KIOSK_PROXY": "http://user:s3cret@proxy:3128"}, policy)
    assert shown(settings)["proxy"] == "http://***@proxy:3128"
    assert "s3cret" not in str(shown(settings))


def test_policy_file_lies_where_only_an_administrator_writes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert str(policy_path({})) == "/etc/store-kiosk/policy.toml"
    monkeypatch.setattr(sys, "platform", "win32")
    assert "ProgramData" in str(policy_path({}))


@pytest.mark.parametrize(("mode", "inches"), [("shopper", 24.0), ("assistant", 10.1), ("", 24.0)])
def test_diagonal_is_the_usual_one_of_the_mode_unless_set(
    mode: str, inches: float, policy: Path
) -> None:
    assert load({}, policy).diagonal_inch(mode) == inches
    assert load({"KIOSK_SCREEN_DIAGONAL_INCH": "32"}, policy).diagonal_inch(mode) == 32


def test_settings_in_tables_are_the_flat_ones(policy: Path) -> None:
    flat = {field: table for table, keys in config.TABLES.items() for field in keys.values()}
    assert set(flat) <= {field.name for field in fields(Settings)}
    policy.write_text(
        'hub.url = "https://hub.example"\nmode = "shopper"\n'
        "[camera]\ndevice = 1\nresolution = [640, 480]\nregion = [0, 0, 0.5, 1]\n"
        '[scanner]\nlayout = "fr"\nstore_codes = ["22IIIIIWWWWWC"]\n'
        '[printer]\naddress = "10.0.0.7:9100"\ncolumns = 48\n'
        "[screen]\ndiagonal_inch = 32\n[session]\nidle_s = 90\n"
    )
    settings = load({"KIOSK_PRINTER_COLUMNS": "42", "KIOSK_CAMERA": "0"}, policy)
    assert (settings.hub_url, settings.mode) == ("https://hub.example", "shopper")
    assert (settings.camera, settings.camera_resolution) == ("1", (640, 480))
    assert settings.camera_region == (0, 0, 0.5, 1)
    assert (settings.scanner_layout, settings.store_codes[0].pattern) == ("fr", "22IIIIIWWWWWC")
    assert (settings.printer_address, settings.printer_columns) == (("10.0.0.7", 9100), 48)
    assert (settings.screen_diagonal_inch, settings.idle_s) == (32, 90)


@pytest.mark.parametrize(("line", "camera"), [("camera = 0", "0"), ("camera.device = 2", "2")])
def test_devices_number_may_be_written_as_a_number(line: str, camera: str, policy: Path) -> None:
    policy.write_text(line)
    assert load({}, policy).camera == camera


@pytest.mark.parametrize("source", ["policy", "environment"])
def test_a_shop_of_one_language_begins_in_it(source: str, policy: Path) -> None:
    if source == "policy":
        policy.write_text('languages = ["en"]')
        settings = load({}, policy)
    else:
        settings = load({"KIOSK_LANGUAGES": "en"}, policy)
    assert (settings.languages, settings.language) == (("en",), "en")


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("[terminal]\nmode = 'shopper'", "[terminal]", "one of [hub], [screen]"),
        ("[printers]\ncolumns = 48", "[printers]", "[printer]"),
        ("printer.column = 48", "printer.column", "printer.columns"),
        ("printer.paper = 80", "printer.paper", "one of printer.address, printer.columns"),
        ("[scanner]\nrotation = 1", "scanner.rotation", "one of scanner."),
        ("zzz = 1", "zzz", "one of hub_url, mode"),
        ("hub = 'https://hub.example'", "hub", "hub_url"),
    ],
)
def test_unknown_name_is_named_as_written_and_answered_with_what_there_is(
    text: str, name: str, meant: str, policy: Path
) -> None:
    policy.write_text(text)
    with pytest.raises(BadConfig) as caught:
        load({}, policy)
    assert (caught.value.code, caught.value.args_["setting"]) == ("setting_unknown", name)
    assert str(caught.value.args_["meant"]).startswith(meant)
    assert "mean ?" not in in_words(caught.value)


def test_wrong_value_in_a_table_is_named_as_it_was_written(policy: Path) -> None:
    policy.write_text("[printer]\ncolumns = 4")
    with pytest.raises(BadConfig) as caught:
        load({}, policy)
    assert in_words(caught.value).startswith(f"{policy}: printer.columns = 4 is wrong. Allowed: a")


def test_the_same_setting_twice_is_refused_by_both_its_names(policy: Path) -> None:
    policy.write_text("printer_columns = 42\n[printer]\ncolumns = 48")
    with pytest.raises(BadConfig) as caught:
        load({}, policy)
    assert caught.value.code == "setting_twice"
    assert {"printer_columns", "printer.columns"} <= set(map(str, caught.value.args_.values()))


@pytest.mark.parametrize(
    "text",
    [
        f"camera = {'[' * 5_000}{']' * 5_000}",
        f"camera = {'{a=' * 5_000}1{'}' * 5_000}",
        f"idle_s = {'[' * 200}{']' * 200}",
        f"{'a.' * 5_000}b = 1",
        f"idle_s = {'9' * 5_000}",
        f"camera = '{'x' * 2_000_000}'",
        f"{'x' * 50_000} = 1",
        f"data_dir = '{'x' * 50_000}\t'",
        "data_dir = '~nobody-of-that-name/kiosk'",
    ],
)
def test_monstrous_policy_file_is_one_short_sentence(text: str, policy: Path) -> None:
    policy.write_text(text)
    with pytest.raises(BadConfig) as caught:
        load({}, policy)
    assert len(in_words(caught.value)) < 1_000


def test_every_setting_says_what_is_allowed() -> None:
    for field in fields(Settings):
        if field.name == "scanner_separators":
            continue  # GS itself is one of its values
        variable = f"KIOSK_{field.name.upper()}"
        with pytest.raises(BadConfig) as caught:
            load({variable: "\x00"}, Path("/nowhere/policy.toml"))
        assert caught.value.args_["allowed"], field.name

"""When something happened, said the way people do."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from kiosk.words.formats import Formats

HOUR_S = 3_600
DAY_S = 86_400


class Moments(QObject):
    """Past moments in words; a QObject because lupdate sees plurals only in `self.tr`."""

    def when(self, iso_utc: str, now: datetime, time_zone: str, language: str) -> str:
        """Say `14:05`, `yesterday 21:40`, `Tue 21:40`, `14 Nov` or `14 Nov 2024`."""
        zone = ZoneInfo(time_zone)
        moment = datetime.fromisoformat(iso_utc).astimezone(zone)
        today = now.astimezone(zone).date()
        days = (today - moment.date()).days
        clock = f"{moment:%H:%M}"
        if days <= 0:
            return clock
        if days == 1:
            return self.tr("yesterday {time}").format(time=clock)
        formats, day = Formats(language), moment.date().isoformat()
        if days < 7:
            return f"{formats.weekday_alone(day)} {clock}"
        year = "" if moment.year == today.year else f" {moment.year}"
        return formats.short_day(day) + year

    def ago(self, iso_utc: str, now: datetime, time_zone: str, language: str) -> str:
        """Say how long ago something was: minutes and hours, then the day."""
        seconds = max(0, int((now - datetime.fromisoformat(iso_utc)).total_seconds()))
        if seconds < 60:
            return self.tr("just now")
        if seconds < HOUR_S:
            return self.tr("%n min ago", "", seconds // 60)
        if seconds < DAY_S:
            return self.tr("%n h ago", "", seconds // HOUR_S)
        return self.when(iso_utc, now, time_zone, language)


def month(iso_date: str, language: str) -> str:
    """Say a month and year as they follow a preposition: `March 2021`, `марта 2021`."""
    return Formats(language).month(iso_date[:10])

"""A list for QML with as few signals as the change needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from PySide6.QtCore import (
    Property,
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtQml import QmlElement

from kiosk.ui.typed import QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_FIRST_ROLE = Qt.ItemDataRole.UserRole.value + 1
_NO_PARENT = QModelIndex()


@QmlElement
@QmlUncreatable("made by a view model")
class Rows(QAbstractListModel):
    """Rows of one frozen dataclass; its fields are the roles, the first one is the key."""

    countChanged = Signal()

    def __init__(self, row_type: type[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = [field.name for field in fields(row_type)]
        self._rows: list[Any] = []

    @Property(int, notify=countChanged)
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def rows(self) -> Sequence[Any]:
        """The rows as they are now."""
        return self._rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Count the rows for Qt."""
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:
        """Name the fields for Qt."""
        return {_FIRST_ROLE + i: QByteArray(n.encode()) for i, n in enumerate(self._names)}

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return one field of one row."""
        place = role - _FIRST_ROLE
        if not index.isValid() or not 0 <= place < len(self._names):
            return None
        return getattr(self._rows[index.row()], self._names[place])

    def replace(self, rows: Sequence[Any]) -> None:
        """Show other rows: delegates of rows that stay are kept and only updated."""
        rows = list(rows)
        before = len(self._rows)
        wanted = {self._key(row) for row in rows}
        for place in range(len(self._rows) - 1, -1, -1):
            if self._key(self._rows[place]) not in wanted:
                self.beginRemoveRows(_NO_PARENT, place, place)
                del self._rows[place]
                self.endRemoveRows()
        kept = [self._key(row) for row in self._rows]
        stay = set(kept)
        if kept != [self._key(row) for row in rows if self._key(row) in stay]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        else:
            self._fill(rows)
        if before != len(self._rows):
            self.countChanged.emit()

    def clear(self) -> None:
        """Forget every row."""
        self.replace(())

    def _fill(self, rows: list[Any]) -> None:
        for place, row in enumerate(rows):
            known = self._rows[place] if place < len(self._rows) else None
            if known is None or self._key(known) != self._key(row):
                self.beginInsertRows(_NO_PARENT, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()
            elif known != row:
                self._rows[place] = row
                index = self.index(place)
                self.dataChanged.emit(index, index)

    def _key(self, row: object) -> object:
        return getattr(row, self._names[0])

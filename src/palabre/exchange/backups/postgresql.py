"""PostgreSQL, table by table, with its own COPY: no program of its version is needed, and one moment is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from palabre.exchange.backups.tables import LEFT_OUT

STEP = 1 << 16


def snapshot(folder: Path) -> tuple[dict[str, int], dict[str, list[str]]]:
    """One file for each table in `folder`, all of the same moment; rows and columns by table."""
    counts, columns = {}, {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for name in sorted(set(connection.introspection.table_names(cursor)) - LEFT_OUT):
            columns[name] = [one.name for one in connection.introspection.get_table_description(cursor, name)]
            with (
                (folder / f"{name}.copy").open("wb") as out,
                cursor.copy(_line(name, columns[name], "TO STDOUT")) as rows,
            ):
                for part in rows:
                    out.write(part)
            counts[name] = cursor.rowcount
    return counts, columns


def _line(name: str, columns: list[str], way: str) -> str:
    quote = connection.ops.quote_name
    return f"COPY {quote(name)} ({', '.join(map(quote, columns))}) {way}"


def is_there() -> bool:
    return bool(connection.introspection.table_names())


def clear() -> None:
    """Every table of ours goes."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)} CASCADE")


def place(folder: Path, migrations: list[tuple[str, str]], columns: dict[str, list[str]]) -> None:
    """Tables as they were when the backup was made, and their rows; all of them or none."""
    executor = MigrationExecutor(connection)
    nodes, known = executor.loader.graph.node_map, set(migrations)
    # the last ones only: the others come before them by themselves
    last = [one for one in migrations if one in nodes and not any(later.key in known for later in nodes[one].children)]
    executor.migrate(last)
    names = [name for name in columns if name != "django_migrations"]
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(map(quote, names))} CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in names:
            with (
                (folder / f"{name}.copy").open("rb") as source,
                cursor.copy(_line(name, columns[name], "FROM STDIN")) as rows,
            ):
                while part := source.read(STEP):
                    rows.write(part)
    _reset_sequences(set(names))


def _reset_sequences(names: set[str]) -> None:
    """New rows get numbers after the old ones."""
    models: list[Any] = [one for one in apps.get_models(include_auto_created=True) if one._meta.db_table in names]
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(line)

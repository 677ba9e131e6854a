"""A backup of a running instance, put elsewhere: everything is there again, but whoever was erased."""

from __future__ import annotations

import re
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from palabre.kit.boxes import new_pair
from tests.unit.exchange.instances import Instance

pytestmark = [pytest.mark.slow]
Make = Callable[..., Instance]


def figures(said: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w ]+): (.+)$", said, re.MULTILINE))


def hand_keys(old: Instance, new: Instance) -> None:
    """What is kept apart from the backups: the two key files."""
    new.data.mkdir()
    for name in ("secret.key", "field.keys"):
        (new.data / name).write_text((old.data / name).read_text())
        (new.data / name).chmod(0o600)


@pytest.mark.covers("SR-63", "SR-30")
def test_last_weeks_backup_restored_after_an_erasure_does_not_bring_her_back(make_instance: Make) -> None:
    """The ledger of today, last week's rows: she is erased again, and the chain of the journal holds."""
    here = make_instance("here", copied=True)
    made = here.command("backup")
    assert made.returncode == 0, made.stderr
    file = made.stdout.splitlines()[-1]
    here.python('erase(person=Person.objects.get(email="awa@example.org"))')
    assert here.people() == 0
    ledger = (here.data / "erasures.ledger").read_text()
    here.python('create_person(email="later@example.org", display_name="Plus tard")')
    back = here.command("restore", file, "--replace")
    assert back.returncode == 0, back.stdout + back.stderr
    told = figures(back.stdout)
    assert told["erased again"] == "1"
    assert "sound" in told["journal"]
    assert here.people() == 0
    assert here.python("print(SelfDescription.objects.count(), Session.objects.count())") == "0 0"
    assert here.python('print(Person.objects.filter(email="later@example.org").count())') == "0"
    assert (here.data / "erasures.ledger").read_text().splitlines()[0] == ledger.splitlines()[0]
    assert here.command("journal", "check").returncode == 0
    assert not (here.data / "restore.json").exists()


@pytest.mark.covers("SR-63")
def test_a_sealed_backup_opens_elsewhere_with_the_key_that_is_not_on_the_server(
    make_instance: Make, tmp_path: Path
) -> None:
    here = make_instance("here", copied=True)
    public, secret = new_pair()
    (tmp_path / "paper.txt").write_text(f"pour les sauvegardes\n{secret}\n")
    file = tmp_path / "one.palabre"
    made = here.command("backup", str(file), BACKUP_KEY=public)
    assert made.returncode == 0, made.stderr
    told = figures(made.stdout)
    assert (told["sealed"], told["files"], told["people_person"]) == ("yes", "1", "2")
    assert b"awa@example.org" not in file.read_bytes()
    assert b"feuille" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    there = make_instance("there")
    hand_keys(here, there)
    for words in ([], ["--key", str(file)]):
        refused = there.command("restore", str(file), *words)
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
    assert there.command("restore", str(file), "--key", str(tmp_path / "paper.txt"), "--check").returncode == 0
    back = there.command("restore", str(file), "--key", str(tmp_path / "paper.txt"))
    assert back.returncode == 0, back.stdout + back.stderr
    assert figures(back.stdout)["rows"] == told["rows"]
    assert there.people() == 1
    assert there.python("print(SelfDescription.objects.get().diversity)") == "des mots à elle"
    assert (there.data / "files/ab/one.txt").read_text() == "une feuille"
    # numbers go on after those of the backup
    there.python('create_person(email="new@example.org", display_name="Nouvelle")')
    assert there.command("restore", "--finish").returncode == 1


@pytest.mark.covers("SR-63")
def test_a_backup_cut_short_or_changed_is_refused_before_anything_is_touched(
    make_instance: Make, tmp_path: Path
) -> None:
    here = make_instance("here", copied=True)
    file = tmp_path / "one.palabre"
    made = here.command("backup", str(file))
    assert "Not sealed" in made.stderr
    whole = file.read_bytes()
    changes = {"cut": whole[:-4], "half": whole[: len(whole) // 2], "other": b"x" * 300, "none": b""}
    for name, body in changes.items():
        bad = tmp_path / name
        bad.write_bytes(body)
        refused = here.command("restore", str(bad), "--replace")
        assert (refused.returncode, "Traceback" in refused.stderr) == (1, False), name
        assert here.people() == 1, name
    assert not (here.data / "restore.json").exists()


def test_an_instance_that_stands_is_not_overwritten_unless_one_says_so(make_instance: Make, tmp_path: Path) -> None:
    here = make_instance("here", copied=True)
    file = tmp_path / "one.palabre"
    here.command("backup", str(file))
    refused = here.command("restore", str(file))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert here.command("restore", str(file), "--replace").returncode == 0
    (aside,) = here.data.glob("before-restore-*")
    assert (aside / "files/ab/one.txt").exists()
    assert here.people() == 1


@pytest.mark.covers("SR-30")
def test_a_ledger_of_another_secret_key_stops_the_restore(make_instance: Make, tmp_path: Path) -> None:
    """Without the key under which it was written, nobody in the ledger would be known again."""
    here = make_instance("here", copied=True)
    here.python('erase(person=Person.objects.get(email="awa@example.org"))')
    here.command("backup", str(tmp_path / "one.palabre"))
    there = make_instance("there")
    refused = there.command("restore", str(tmp_path / "one.palabre"))
    assert refused.returncode == 1
    assert "secret.key" in refused.stderr
    here.command("backup", str(tmp_path / "two.palabre"), "--keys")
    back = there.command("restore", str(tmp_path / "two.palabre"))
    assert back.returncode == 0, back.stdout + back.stderr
    assert (there.data / "secret.key").read_text() == (here.data / "secret.key").read_text()
    assert set(here.data.joinpath("field.keys").read_text().split()) < set(
        (there.data / "field.keys").read_text().split()
    )


def test_keys_sessions_and_counts_of_attempts_are_in_no_backup(make_instance: Make, tmp_path: Path) -> None:
    here = make_instance("here", copied=True)
    file = tmp_path / "one.palabre"
    here.command("backup", str(file))
    with tarfile.open(file) as tar:
        names = tar.getnames()
        tar.extractall(tmp_path / "out", filter="data")
    assert not [name for name in names if name.startswith("keys/")]
    if "DATABASE_URL" not in here.environ:
        base = sqlite3.connect(tmp_path / "out/database/database.sqlite3")
        for table in ("cache", "people_session", "people_maillink", "config_heartbeat"):
            assert base.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (0,)
        base.close()
    else:
        assert "database/people_session.copy" not in names


@pytest.mark.covers("SR-63")
def test_a_backup_of_a_database_that_is_written_meanwhile_is_whole(make_instance: Make, tmp_path: Path) -> None:
    import threading

    here = make_instance("here", copied=True)
    writing = threading.Thread(
        target=here.python, args=('for n in range(150): create_person(email=f"p{n}@example.org", display_name="P")',)
    )
    writing.start()
    codes = [here.command("backup", str(tmp_path / f"{n}.palabre")).returncode for n in range(3)]
    writing.join()
    assert codes == [0, 0, 0]
    back = here.command("restore", str(tmp_path / "2.palabre"), "--replace")
    assert "sound" in figures(back.stdout)["journal"], back.stderr

"""Backups: made, read through, put back."""

# stands in DATA from the moment a backup is put in its place until the ledger of erasures was replayed
UNFINISHED = "restore.json"
